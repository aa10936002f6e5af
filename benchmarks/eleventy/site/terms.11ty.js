import { list } from "./_includes/pieces.js";

export const data = {
  layout: "base.11ty.js",
  pagination: { data: "collections.termPages", size: 1, alias: "term" },
  permalink: ({ term }) => term.url,
  eleventyComputed: { title: ({ term }) => term.title },
};

export const render = ({ term, collections }) =>
  list(term.title, term.cases, collections.terms, term.urls, term.url);
