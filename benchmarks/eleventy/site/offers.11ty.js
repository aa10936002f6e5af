import { html } from "./_includes/pieces.js";

export const data = { layout: "base.11ty.js", title: "Ofertes", permalink: "/offers/" };

const entry = ({ url, data }) => `<h2><a href="${url}">${html(data.title)}</a></h2><p>${html(data.summary)}</p>`;

export const render = ({ title, collections }) => `<h1>${title}</h1>
${collections.offers.map(entry).join("\n")}`;
