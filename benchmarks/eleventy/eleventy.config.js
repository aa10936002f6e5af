import { PER_PAGE } from "./site/_includes/pieces.js";

const TAXONOMIES = ["networks", "niches", "topics"];

export default function (config) {
  config.addPassthroughCopy({ "site/site.css": "site.css" });
  const slugify = config.getFilter("slugify");

  const newestFirst = (api) => api.getFilteredByTag("cases").reverse();

  const terms = (api) => {
    const found = new Map();
    for (const item of newestFirst(api)) {
      for (const taxonomy of TAXONOMIES) {
        for (const title of item.data[taxonomy]) {
          const url = `/${taxonomy}/${slugify(title)}/`;
          if (!found.has(url)) found.set(url, { taxonomy, title, url, cases: [] });
          found.get(url).cases.push(item);
        }
      }
    }
    return [...found.values()].sort((a, b) => a.title.localeCompare(b.title));
  };

  config.addCollection("recent", (api) => {
    const cases = newestFirst(api);
    for (const [index, item] of cases.entries()) {
      item.data.next = cases[index - 1];
      item.data.previous = cases[index + 1];
    }
    return cases;
  });

  config.addCollection("terms", terms);

  // One entry for each page of each term: Eleventy takes one list at a time to pieces.
  config.addCollection("termPages", (api) =>
    terms(api).flatMap(({ title, url, cases }) => {
      const count = Math.ceil(cases.length / PER_PAGE);
      const urls = Array.from({ length: count }, (_, index) => (index ? `${url}page/${index + 1}/` : url));
      const part = (index) => cases.slice(index * PER_PAGE, (index + 1) * PER_PAGE);
      return urls.map((own, index) => ({ title, url: own, urls, cases: part(index) }));
    }),
  );

  return {
    dir: { input: "site" },
    templateFormats: ["md", "11ty.js"],
    markdownTemplateEngine: false, // there are no templates in the texts
  };
}
