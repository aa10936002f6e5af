// Pages for one client: their addresses stand nowhere in this function, as whoever reads it could open them.

const TOKEN = "{token}";

// Returns a form's schema with the addresses of its page and of the page after it. Those of a page for one client have a
// gap, which the token fills that the page itself sends; the form's name is the token's hash. With a wrong token, or
// none, the visitor is led to the site's first page instead.
export async function placed(schema, token) {
  if (!schema.page.includes(TOKEN)) return schema;
  if (await isTokenOf(schema.form, token)) {
    return { ...schema, page: schema.page.replace(TOKEN, token), thanks: schema.thanks.replace(TOKEN, token) };
  }
  const home = `${new URL(schema.page).origin}/`;
  return { ...schema, page: home, thanks: home };
}

async function isTokenOf(name, token) {
  if (!/^[a-z0-9]{24,64}$/.test(token)) return false;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
  const digits = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return name === `p-${digits.slice(0, 32)}`;
}
