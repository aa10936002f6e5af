import { card } from "./_includes/pieces.js";

export const data = { layout: "base.11ty.js", title: "No hi és", permalink: "/404.html" };

export const render = ({ collections }) => `<h1>No hi és</h1>
${collections.recent.slice(0, 3).map(card).join("\n")}`;
