// What was sent, read against a form's schema: the same rules, letter for letter, as model/schema.py.

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
const TEL_SHAPE = new RegExp(`^\\+?[\\p{Nd}${SPACE}()./\\-]{5,30}$`, "u");
const SHAPES = {
  email: (field, value) => (isEmail(value) && count(value) <= 254 ? null : "email"),
  url: (field, value) => (URL_SHAPE.test(value) || HANDLE_SHAPE.test(value) ? null : "url"),
  tel: (field, value) => (TEL_SHAPE.test(value) && (value.match(/\p{Nd}/gu) || []).length >= 5 ? null : "tel"),
  select: (field, value) => (field.options.includes(value) ? null : "option"),
  radio: (field, value) => (field.options.includes(value) ? null : "option"),
};

// Returns {spam: true}, or {errors: [{field, code}]}, or {submission}. `posted` maps each name to its values in order;
// `page` is the address that the form was on, from which the campaign is read where no script could.
export function readSubmission(schema, posted, page) {
  const decoy = posted.get(HONEYPOT);
  if (decoy === undefined || decoy.some((value) => value !== "")) return { spam: true };
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
      suspect: /^[0-9]{1,12}$/.test(elapsed) && Number(elapsed) < FILL_TIME,
    },
  };
}

function readField(field, posted, values, errors) {
  const sent = field.type === "hidden" ? field.value || "" : first(posted, field.name);
  const value = clean(sent, field.type === "textarea");
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
  if (count(value) > field.max_length) return "length";
  const shape = Object.hasOwn(SHAPES, field.type) ? SHAPES[field.type] : null;
  return shape ? shape(field, value) : null;
}

function first(posted, name) {
  const values = posted.get(name);
  return values && values.length ? values[0].replace(EDGES, "") : "";
}

function clean(value, lines) {
  const text = value.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(UNSEEN, "").replace(EDGES, "");
  return lines ? text : text.replace(SPACES, " ");
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
