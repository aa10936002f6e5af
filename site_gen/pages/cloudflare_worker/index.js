// Takes the forms of the site beside it, and keeps what they bring in the D1 database bound as LEADS.
// Written by site-gen; forms.js holds the site's own forms.

import { Answers } from "./answers.js";
import site from "./forms.js";
import { notices } from "./notices.js";
import { readSubmission } from "./reading.js";
import { isWelcome, readPosted, RefusedRequest } from "./requests.js";
import { addLead, deleteOld, findLead, keysOf } from "./store.js";
import { turnstile } from "./turnstile.js";
import { placed } from "./unlisted.js";

export default {
  async fetch(request, env, ctx) {
    const pathname = plain(new URL(request.url).pathname);
    if (site.hidden.some((folder) => pathname.startsWith(folder))) return new Response("Not found", { status: 404 });
    if (!pathname.startsWith(site.path)) return env.ASSETS.fetch(request);
    const languages = Object.hasOwn(site.forms, pathname.slice(site.path.length))
      ? site.forms[pathname.slice(site.path.length)]
      : null;
    return languages ? receive(request, env, ctx, languages) : new Answers(site, request, null).refused(404, "unknown");
  },
};

// The path as the server of files reads it: decoded, and with single slashes.
function plain(pathname) {
  try {
    return decodeURIComponent(pathname).replace(/\/{2,}/g, "/");
  } catch {
    return pathname; // no text: no file and no form has such a name
  }
}

async function receive(request, env, ctx, languages) {
  let answers = new Answers(site, request, null);
  if (request.method !== "POST") return answers.refused(405, "method", [], { Allow: "POST" });
  if (!isWelcome(request, site)) return answers.refused(403, "origin");
  try {
    const posted = await readPosted(request);
    const language = (posted.get("language") || [""])[0];
    const chosen = Object.hasOwn(languages, language) ? languages[language] : Object.values(languages)[0];
    const schema = await placed(chosen, (posted.get("page_token") || [""])[0]);
    answers = new Answers(site, request, schema);
    return await keep(request, env, ctx, { schema, posted, answers });
  } catch (error) {
    if (error instanceof RefusedRequest) return answers.refused(error.status, error.code);
    console.error(`a lead was not stored: ${error.message}`);
    return answers.refused(503, "busy", [], { "Retry-After": "60" });
  }
}

async function keep(request, env, ctx, { schema, posted, answers }) {
  const now = Date.now();
  const state = stateOf(schema, now);
  if (state !== "live") return answers.refused(410, state);
  const { errors, submission } = readSubmission(schema, posted, request.headers.get("Referer") || "");
  if (errors) return answers.refused(422, "invalid", errors);
  const keys = await keysOf(schema.form, submission, now);
  const known = await findLead(env.LEADS, schema.form, keys);
  if (known) return answers.stored(known); // sent again: its token has been used up
  const tested = site.turnstile ? await turnstile(env, posted) : "passed";
  if (tested === "failed") return answers.refused(422, "turnstile");
  // Accepting a proposal takes one tick and one press: there, being fast is no sign of a machine.
  const suspect = submission.decoy || (submission.fast && !schema.lead) || tested === "unknown";
  const { id, isNew } = await addLead(env.LEADS, schema, submission, keys, suspect, now);
  if (isNew) ctx.waitUntil(after(env, { ...schema, ...submission, id, suspect }, now));
  return answers.stored(id);
}

function stateOf({ starts, ends }, now) {
  if (ends !== null && now >= Date.parse(ends)) return "closed";
  return starts !== null && now < Date.parse(starts) ? "not_yet" : "live";
}

async function after(env, lead, now) {
  if (!lead.suspect) await notices(site, env, lead);
  try {
    await deleteOld(env.LEADS, site.retention_days, now);
  } catch (error) {
    console.error(`old leads were not deleted: ${error.message}`);
  }
}
