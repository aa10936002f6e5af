// A request's body, as the names that were sent with their values; and what is wrong with the request itself.

const LARGEST = 65_536; // bytes of a body

export class RefusedRequest extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

// Whether a form may come from where this request does: none of another site's pages may send ours.
// Origin is `null` on pages that send no referrer; then Sec-Fetch-Site must say that the page is on this very host.
export function isWelcome(request, site) {
  const own = [new URL(request.url).origin, site.origin];
  const origin = request.headers.get("Origin");
  const fetchSite = request.headers.get("Sec-Fetch-Site");
  if (origin !== null && origin !== "null") return own.includes(origin.toLowerCase());
  if (fetchSite !== null) return fetchSite === "same-origin" || (fetchSite === "none" && origin === null);
  if (origin === "null") return false;
  const referer = request.headers.get("Referer");
  return referer === null || own.some((each) => `${referer}/`.startsWith(`${each}/`));
}

// Returns a Map of names to lists of texts. Throws RefusedRequest: 413 too large, 415 of another kind, 400 broken.
export async function readPosted(request) {
  const type = (request.headers.get("Content-Type") || "").split(";")[0].trim().toLowerCase();
  const readers = {
    "application/x-www-form-urlencoded": formData,
    "multipart/form-data": formData,
    "application/json": json,
  };
  if (!Object.hasOwn(readers, type)) throw new RefusedRequest(415, "type");
  const bytes = await readBody(request);
  try {
    return await readers[type](bytes, request);
  } catch (error) {
    throw error instanceof RefusedRequest ? error : new RefusedRequest(400, "unreadable");
  }
}

async function readBody(request) {
  if (Number(request.headers.get("Content-Length") || 0) > LARGEST) throw new RefusedRequest(413, "too_large");
  const pieces = [];
  let size = 0;
  for await (const piece of request.body || []) {
    size += piece.byteLength;
    if (size > LARGEST) throw new RefusedRequest(413, "too_large");
    pieces.push(piece);
  }
  return new Blob(pieces).arrayBuffer();
}

async function formData(bytes, request) {
  const headers = { "Content-Type": request.headers.get("Content-Type") };
  const posted = new Map();
  for (const [name, value] of await new Response(bytes, { headers }).formData()) {
    if (typeof value !== "string") throw new RefusedRequest(415, "type"); // a file
    posted.set(name, [...(posted.get(name) || []), value]);
  }
  return posted;
}

async function json(bytes) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  if (data === null || typeof data !== "object" || Array.isArray(data)) throw new RefusedRequest(400, "unreadable");
  const pairs = Object.entries(data).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(scalar)]);
  return new Map(pairs);
}

function scalar(value) {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean" || value === null) return value ? "on" : "";
  throw new RefusedRequest(400, "unreadable");
}
