import { card, html } from "./_includes/pieces.js";

export const data = { layout: "base.11ty.js", title: "Anna Prat" };

export const render = ({ site, collections }) => `<h1>${html(site.title)}</h1>
<p>${html(site.description)}</p>
${collections.recent.slice(0, 3).map(card).join("\n")}`;
