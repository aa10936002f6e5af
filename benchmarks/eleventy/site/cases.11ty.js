import { list, PER_PAGE } from "./_includes/pieces.js";

export const data = {
  layout: "base.11ty.js",
  title: "Casos",
  pagination: { data: "collections.recent", size: PER_PAGE },
  permalink: ({ pagination }) => `/cases/${pagination.pageNumber ? `page/${pagination.pageNumber + 1}/` : ""}`,
};

export const render = ({ title, pagination, collections, page }) =>
  list(title, pagination.items, collections.terms, pagination.hrefs, page.url);
