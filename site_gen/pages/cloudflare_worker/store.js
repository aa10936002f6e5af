// The leads in a D1 database, each once, however often it was sent.

const LETTERS = "bcdfghjkmnpqrstvwxyz";
const SIGNS = LETTERS + "23456789";
const DAY = 86_400_000;
const SAME_WITHIN = 600_000;
const COLUMNS = [
  "id", "received", "form", "language", "title", "values_json", "consent", "consent_version", "marketing_consent",
  "campaign_json", "submission_key", "suspect",
];
const INSERT = `INSERT INTO leads (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})
  ON CONFLICT (form, submission_key) DO NOTHING`;

// Returns how a submission is known again: by the script's key; without one by what it says, sent twice within ten
// minutes. `own` is the key to store it by, `before` the one of the ten minutes before, `since` the earliest moment.
export async function keysOf(form, submission, now) {
  if (submission.key) return { own: submission.key, before: submission.key, since: "" };
  const text = JSON.stringify([Object.entries(submission.values), submission.consent_version, submission.marketing_consent]);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const said = [...hash.slice(0, 20)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const at = Math.floor(now / SAME_WITHIN);
  return { own: `same-${said}-${at}`, before: `same-${said}-${at - 1}`, since: new Date(now - SAME_WITHIN).toISOString() };
}

// Returns the id of the lead that is stored already, or null.
export async function findLead(database, form, { own, before, since }) {
  const query = database.prepare(
    "SELECT id FROM leads WHERE form = ? AND submission_key IN (?, ?) AND received >= ? ORDER BY received DESC",
  );
  return retried(() => query.bind(form, own, before, since).first("id"));
}

// Stores a lead; returns its id, and whether it wasn't there before.
export async function addLead(database, schema, submission, keys, suspect, now) {
  return retried(async () => {
    const id = newId();
    const row = [
      id, new Date(now).toISOString(), schema.form, schema.language, schema.title,
      JSON.stringify(submission.values), submission.consent, submission.consent_version, submission.marketing_consent,
      JSON.stringify(submission.campaign), keys.own, suspect ? 1 : 0,
    ];
    const done = await database.prepare(INSERT).bind(...row).run();
    if (done.meta.changes) return { id, isNew: true };
    return { id: await findLead(database, schema.form, keys), isNew: false };
  });
}

// Deletes leads that were kept for longer than the privacy page says.
export async function deleteOld(database, days, now) {
  const before = new Date(now - days * DAY).toISOString();
  await database.prepare("DELETE FROM leads WHERE received < ?").bind(before).run();
}

async function retried(work) {
  for (let left = 2; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!left) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

// Eight signs that can be typed; without vowels no words come out.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte, at) => (at ? SIGNS[byte % SIGNS.length] : LETTERS[byte % LETTERS.length])).join("");
}
