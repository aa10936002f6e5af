import { html } from "./pieces.js";

export const data = { layout: "base.11ty.js" };

export const render = ({ title, content }) => `<h1>${html(title)}</h1>
${content}`;
