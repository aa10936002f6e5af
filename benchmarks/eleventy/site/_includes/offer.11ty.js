import { html } from "./pieces.js";

export const data = { layout: "base.11ty.js" };

const field = ({ label, name, type, required }) =>
  `<label>${html(label)} <input name="${name}" type="${type}"${required ? " required" : ""}></label>`;

export const render = ({ title, summary, includes, ends, form, call_to_action }) => `<h1>${html(title)}</h1>
<p>${html(summary)}</p>
<ul>${(includes ?? []).map((item) => `<li>${html(item)}</li>`).join("")}</ul>
${ends ? `<p>Fins al ${html(ends)}</p>` : ""}
${form ? `<form action="https://forms.example.com/anna" method="post">
${form.fields.map(field).join("")}
<button>${html(call_to_action)}</button>
</form>` : ""}`;
