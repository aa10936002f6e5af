// What was sent, read against a form's schema: the same rules, letter for letter, as
// model/submission.py and model/answers.py.

export const HONEYPOT = "website_2";
export const CAMPAIGN_FIELDS = [
  "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "via", "referrer",
];
const CAMPAIGN_LENGTH = 200;
const FILL_TIME = 2000; // milliseconds; what is faster is kept, but marked

// Python's idea of white space, which is not quite JavaScript's.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const SPACES = new RegExp(`[${SPACE}]+`, "g");
const ANY_SPACE = new RegExp(`[${SPACE}]`);
// Control characters, and those that turn or hide what stands beside them.
const UNSEEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const UNWRITABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

const URL_SHAPE = new RegExp(`^(?:https?://)?[^${SPACE}/@.]+(?:\\.[^${SPACE}/@.]+)+(?:[/?#][^${SPACE}]*)?$`, "iu");
const HANDLE_SHAPE = /^@[\p{L}\p{N}_][\p{L}\p{N}_.\-]*$/u;
const DASHES = /[\u2010-\u2015\u2043\u2212]/g;
const WIDE = /[\uff01-\uff5e]/g; // signs and digits as wide as Chinese characters
// A number, or two of them, and perhaps an extension: ext 3, доб. 3, x3, ;ext=3, #3.
const BETWEEN = `[${SPACE}()+./·•\\-]{0,5}`;
const TEL_SHAPE = new RegExp(
  `^${BETWEEN}(?:\\p{Nd}${BETWEEN}){5,25}`
    + `(?:[,;]{0,2}[${SPACE}]?(?:[\\p{L}\\p{Nl}\\p{No}]{1,12}[.:=]{0,2}|[#*])[${SPACE}]?\\p{Nd}{1,8}\\)?)?$`,
  "u",
);
const SHAPES = {
  email: (value) => (isEmail(value) && count(value) <= 254 ? null : "email"),
  url: (value) => (URL_SHAPE.test(value) || HANDLE_SHAPE.test(value) ? null : "url"),
  tel: (value) => (TEL_SHAPE.test(value) ? null : "tel"),
};

// Returns {errors: [{field, code}]}, or {submission}. `posted` maps each name to its values in order;
// `page` is the address that the form was on, from which the campaign is read where no script could.
export function readSubmission(schema, posted, page) {
  const decoy = posted.get(HONEYPOT);
  const errors = [];
  const values = {};
  for (const field of schema.fields) readField(field, posted, values, errors);
  if (first(posted, "consent") === "") errors.push({ field: "consent", code: "consent" });
  if (errors.length) return { errors };
  // The page was older or newer than this function: what was agreed to is not what would be stored.
  const version = first(posted, "consent_version");
  if (version && version !== schema.consent_version) return { errors: [{ field: "consent", code: "changed" }] };
  const elapsed = first(posted, "elapsed");
  return {
    submission: {
      values,
      consent: schema.consent,
      consent_version: schema.consent_version,
      marketing_consent: first(posted, "marketing_consent") ? schema.marketing_consent : null,
      campaign: campaign(posted, page),
      key: /^[A-Za-z0-9-]{16,64}$/.test(first(posted, "submission")) ? first(posted, "submission") : null,
      fast: /^[0-9]{1,12}$/.test(elapsed) && Number(elapsed) < FILL_TIME,
      decoy: decoy === undefined || decoy.some((value) => value !== ""), // browsers fill it in too: the lead is kept
    },
  };
}

function readField(field, posted, values, errors) {
  const sent = field.type === "hidden" ? field.value || "" : first(posted, field.name);
  const value = field.type === "tel" ? cleanPhone(sent) : clean(sent, field.type === "textarea");
  const code = problem(field, value);
  if (code) errors.push({ field: field.name, code });
  if (code || !value) return;
  values[field.name] = value;
  if (field.type === "handle") {
    const name = `${field.name}_network`;
    const network = first(posted, name);
    if (network && !field.networks.includes(network)) errors.push({ field: name, code: "option" });
    if (network) values[name] = network;
  }
}

function problem(field, value) {
  if (!value) return field.required ? "required" : null;
  if (field.type === "select" || field.type === "radio") {
    return field.options.some((option) => clean(option, false) === value) ? null : "option";
  }
  if (count(value) > field.max_length && field.type !== "hidden") return "length";
  return Object.hasOwn(SHAPES, field.type) ? SHAPES[field.type](value) : null;
}

function first(posted, name) {
  const values = posted.get(name);
  return values && values.length ? values[0].replace(EDGES, "") : "";
}

function clean(value, lines) {
  const text = value.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(UNSEEN, "").replace(EDGES, "");
  return lines ? text : text.replace(SPACES, " ");
}

// Ordinary digits, signs, spaces and hyphens, however the number was typed or copied.
function cleanPhone(value) {
  const ordinary = value.replace(WIDE, (sign) => String.fromCodePoint(sign.codePointAt(0) - 0xfee0));
  return clean(ordinary.replace(DASHES, "-"), false);
}

// Characters, not UTF-16 units.
function count(value) {
  return [...value].length;
}

function isEmail(value) {
  const at = value.lastIndexOf("@");
  const parts = value.slice(at + 1).split(".");
  return at > 0 && parts.length > 1 && parts.every(Boolean)
    && !ANY_SPACE.test(value) && !UNWRITABLE.test(value) && !/[<>,;]/.test(value);
}

function campaign(posted, page) {
  const sent = marks((name) => first(posted, name), CAMPAIGN_FIELDS);
  if (Object.keys(sent).length) return sent;
  let query;
  try {
    query = new URL(page).search.slice(1);
  } catch {
    return {};
  }
  if (query.split("&").length > 50) return {};
  const parameters = new URLSearchParams(query);
  return marks((name) => parameters.getAll(name).find(Boolean) || "", CAMPAIGN_FIELDS.filter((name) => name !== "referrer"));
}

function marks(read, names) {
  const pairs = names.map((name) => [name, [...clean(read(name), false)].slice(0, CAMPAIGN_LENGTH).join("")]);
  return Object.fromEntries(pairs.filter(([, value]) => value));
}
