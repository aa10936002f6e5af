// Telling the owner of a new lead, after the visitor has been answered: it can neither slow nor lose a lead.

const WAITS = [1000, 15_000]; // milliseconds before the second and the third try
const LONGEST = 3900; // Telegram takes 4096

export function notices(site, env, lead) {
  const { telegram, email, sender } = site.notify;
  const text = message(site, lead);
  const sent = [];
  if (telegram && env.SITE_GEN_TELEGRAM_TOKEN) {
    const base = env.SITE_GEN_TELEGRAM_API || "https://api.telegram.org";
    const body = { chat_id: telegram, text: cut(text), link_preview_options: { is_disabled: true } };
    sent.push(post("Telegram", `${base}/bot${env.SITE_GEN_TELEGRAM_TOKEN}/sendMessage`, {}, body));
  } else if (telegram) {
    console.error("no notice by Telegram: the secret SITE_GEN_TELEGRAM_TOKEN is not set");
  }
  if (email && env.SITE_GEN_RESEND_KEY) {
    const base = env.SITE_GEN_RESEND_API || "https://api.resend.com";
    const body = { from: sender, to: [email], subject: `${lead.title} · ${site.name}`, text, ...replyTo(lead) };
    const headers = { Authorization: `Bearer ${env.SITE_GEN_RESEND_KEY}`, "Idempotency-Key": `lead/${lead.id}` };
    sent.push(post("Resend", `${base}/emails`, headers, body));
  } else if (email) {
    console.error("no notice by e-mail: the secret SITE_GEN_RESEND_KEY is not set");
  }
  return Promise.all(sent);
}

function message(site, lead) {
  const answers = lead.fields.filter((field) => field.name in lead.values).flatMap((field) => answer(field, lead.values));
  const origin = Object.entries(lead.campaign).map(([name, value]) => `${name}: ${value}`);
  return [`${lead.title} · ${site.name}`, "", ...answers, "", ...origin, `${lead.id} · ${lead.language}`].join("\n");
}

// Further lines of an answer are indented, so that they can't be taken for answers of their own.
function answer(field, values) {
  const network = values[`${field.name}_network`];
  const value = values[field.name].replaceAll("\n", "\n  ");
  return [`${field.label}: ${field.type === "handle" && network ? `${value} (${network})` : value}`];
}

function replyTo(lead) {
  const field = lead.fields.find((each) => each.type === "email" && lead.values[each.name]);
  return field ? { reply_to: lead.values[field.name] } : {};
}

function cut(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

async function post(service, url, headers, body) {
  for (let tried = 0; ; tried += 1) {
    let said;
    try {
      const answered = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(8000),
      });
      if (answered.ok) return;
      said = answered.status;
    } catch (error) {
      said = error.name;
    }
    if (tried === WAITS.length) {
      console.error(`a notice was not sent: ${service} said ${said}`); // never the address: it has the token in it
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, WAITS[tried]));
  }
}
