// The test of the visitor: a token that the widget gave, valid for five minutes and once.

const LONGEST = 2048;
const FIELD = "cf-turnstile-response";

// Returns "passed", "failed", or "unknown" where it can't be told: then the lead is kept, but marked.
export async function turnstile(env, posted) {
  const token = (posted.get(FIELD) || [""])[0];
  if (!token || token.length > LONGEST) return "failed";
  if (!env.SITE_GEN_TURNSTILE_SECRET) {
    console.error("Turnstile protects nothing: the secret SITE_GEN_TURNSTILE_SECRET is not set");
    return "unknown";
  }
  const base = env.SITE_GEN_TURNSTILE_API || "https://challenges.cloudflare.com";
  try {
    const answered = await fetch(`${base}/turnstile/v0/siteverify`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ secret: env.SITE_GEN_TURNSTILE_SECRET, response: token }),
      signal: AbortSignal.timeout(5000),
    });
    const said = await answered.json();
    if (said.success === true) return "passed";
    const codes = said["error-codes"] || [];
    if (answered.status >= 500 || codes.includes("internal-error")) return "unknown";
    if (codes.some((code) => code.endsWith("-input-secret"))) {
      console.error("Turnstile refuses the secret SITE_GEN_TURNSTILE_SECRET");
      return "unknown";
    }
    return "failed";
  } catch (error) {
    console.error(`Turnstile could not be asked: ${error.name}`);
    return "unknown";
  }
}
