// Answers to a browser (a page, or the way to one) and to a script (JSON).

const STYLE = "body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.5 system-ui,sans-serif;"
  + "overflow-wrap:anywhere}a{color:inherit}li{margin:.25rem 0}";
const STYLE_HASH = "sha256-lyGQnAffqY0ywgZxOyr5mRAQGr3rJfsgJN9h7vUd3GI="; // of STYLE
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

// Speaks to a visitor: `schema` is the form they sent, null where there is none.
export class Answers {
  constructor(site, request, schema) {
    this.site = site;
    this.schema = schema;
    this.json = (request.headers.get("Accept") || "").toLowerCase().includes("application/json");
    this.language = schema ? schema.language : asked(request, Object.keys(site.texts)) || site.language;
    this.texts = site.texts[this.language];
    this.origin = new URL(request.url).origin;
  }

  stored(id) {
    const thanks = this.#here(this.schema.thanks);
    if (this.json) return this.#data(200, { ok: true, id, thanks });
    return new Response(null, { status: 303, headers: { ...HEADERS, Location: thanks } });
  }

  // `reason` names one of the site's texts; `errors` are the answers that are missing or wrong.
  refused(status, reason, errors = [], headers = {}) {
    const message = this.texts[reason];
    const told = errors.map((error) => ({ ...error, message: this.texts[`error.${error.code}`] }));
    if (this.json) return this.#data(status, { ok: false, errors: told, message }, headers);
    const points = told.map((error) => `${this.#label(error.field)}: ${error.message}`);
    const back = this.schema
      ? { url: this.#here(this.schema.page), text: this.texts.back }
      : { url: "/", text: this.texts.home };
    const body = page(this.language, this.texts.title, message, points, back);
    return new Response(body, { status, headers: { ...HEADERS, "Content-Type": "text/html; charset=utf-8", ...headers } });
  }

  #data(status, data, headers = {}) {
    const body = JSON.stringify(data);
    return new Response(body, { status, headers: { ...HEADERS, "Content-Type": "application/json", ...headers } });
  }

  // An address of the site, on the host that the visitor sees it on: a deployment has names besides the site's own.
  #here(url) {
    return url.startsWith(this.site.origin) ? this.origin + url.slice(this.site.origin.length) : url;
  }

  #label(name) {
    const field = this.schema.fields.find((each) => each.name === name || `${each.name}_network` === name);
    return field ? field.label : this.texts.consent;
  }
}

// Returns the site's language that the browser asks for first.
function asked(request, languages) {
  const parts = (request.headers.get("Accept-Language") || "").split(",", 20);
  return parts.map((part) => part.trim().slice(0, 2).toLowerCase()).find((language) => languages.includes(language));
}

function page(language, title, text, points, back) {
  const list = points.length ? `<ul>${points.map((point) => `<li>${escaped(point)}</li>`).join("")}</ul>` : "";
  return `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8">`
    + '<meta name="viewport" content="width=device-width, initial-scale=1">'
    + '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
    + `<title>${escaped(title)}</title><style>${STYLE}</style></head>`
    + `<body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p>`
    + `${list}<p><a href="${escaped(back.url)}">${escaped(back.text)}</a></p></main></body></html>`;
}

function escaped(text) {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => signs[sign]);
}
