// What several layouts share. Formats are made once: making one takes longer than using it a hundred times.

export const PER_PAGE = 12;

const whole = new Intl.NumberFormat("ca", { maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat("ca", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat("ca", { style: "percent", maximumFractionDigits: 0 });
const euros = new Intl.NumberFormat("ca", { style: "currency", currency: "EUR" });
const date = new Intl.DateTimeFormat("ca", { dateStyle: "medium", timeZone: "UTC" });

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const html = (text) => String(text ?? "").replace(/[&<>"]/g, (sign) => SIGNS[sign]);
export const quantity = (value, unit) => (unit === "EUR" ? `${exact.format(value)} EUR` : whole.format(value));
export const share = (before, after) => percent.format((after - before) / before);
export const money = (value) => euros.format(value);
export const day = (value) => date.format(value);

export const card = ({ url, data }) => {
  const metric = data.metrics[0];
  return `<article>
<h2><a href="${url}">${html(data.title)}</a></h2>
<p>${html(data.client)} · ${whole.format(metric.before)} → ${whole.format(metric.after)} ${html(metric.name)}</p>
<p>${html(data.description)}</p>
<ul>${data.networks.map((name) => `<li><a href="/networks/${name}/">${name}</a></li>`).join("")}</ul>
</article>`;
};

const made = new WeakMap();

/** The links to all terms, made once for a list of them. */
const filters = (terms) => {
  if (!made.has(terms)) {
    const list = (taxonomy) =>
      terms
        .filter((term) => term.taxonomy === taxonomy)
        .map((term) => `<li><a href="${term.url}">${html(term.title)}</a> ${term.cases.length}</li>`)
        .join("");
    const lists = ["networks", "niches", "topics"].map((taxonomy) => `<ul>${list(taxonomy)}</ul>`);
    made.set(terms, `<nav aria-label="Filtres">${lists.join("\n")}</nav>`);
  }
  return made.get(terms);
};

export const list = (title, cases, terms, urls, own) => `<h1>${html(title)}</h1>
${filters(terms)}
${cases.map(card).join("\n")}
<nav aria-label="Pàgines">
${urls.map((url, index) => `<a href="${url}"${url === own ? ' aria-current="page"' : ""}>${index + 1}</a>`).join("\n")}
</nav>`;
