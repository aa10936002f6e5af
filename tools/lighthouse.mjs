// Prints Lighthouse's four scores (mobile) of pages of the built site:
//
//     node tools/lighthouse.mjs [--output DIR] [PATH...]      for instance: node tools/lighthouse.mjs / /cases/ /links/
//
// and the accessibility of screens of the editor, at the address that `site-gen edit --no-open` prints:
//
//     node tools/lighthouse.mjs --editor ADDRESS [SCREEN...]  for instance: contents plan 'write?file=site.yaml'
//
// Serves DIR (output/) on 127.0.0.1 with compression, as a host would. Lighthouse itself is installed into .cache/ when it is
// first asked for. What is below 100 is named. Not part of the tests: its performance score depends on the machine.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";

const VERSION = "13.5.0";
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HOME = join(ROOT, ".cache", "lighthouse");
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TYPES = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const PACKED = new Set([".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"]);

const { values, positionals } = parseArgs({
  options: { output: { type: "string", default: join(ROOT, "output") }, editor: { type: "string" } },
  allowPositionals: true,
});
const paths = positionals.length ? positionals : [values.editor ? "" : "/"];
const categories = values.editor ? ["accessibility"] : CATEGORIES;

// The editor takes the key of its address into a cookie; screens stand below the same address.
async function comeIn() {
  const { origin } = new URL(values.editor);
  const { headers } = await fetch(values.editor, { redirect: "manual" });
  const cookie = headers.getSetCookie()[0]?.split(";")[0];
  if (!cookie) throw new Error(`${origin} doesn't know this key`);
  return { base: `${origin}/_edit/`, settings: { extraHeaders: { Cookie: cookie } } };
}

function install() {
  if (!existsSync(join(HOME, "node_modules", "lighthouse"))) {
    console.error(`Installing Lighthouse ${VERSION}`);
    const options = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", HOME];
    execFileSync("npm", ["install", ...options, `lighthouse@${VERSION}`], { stdio: "inherit" });
  }
  return createRequire(join(HOME, "package.json"));
}

function answer(request, response) {
  let path = normalize(join(values.output, decodeURIComponent(new URL(request.url, "http://x").pathname)));
  if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
  const found = path.startsWith(normalize(values.output)) && existsSync(path);
  if (!found) path = join(values.output, "404.html");
  const type = extname(path);
  const packed = PACKED.has(type);
  response.writeHead(found ? 200 : 404, {
    "Content-Type": TYPES[type] ?? "application/octet-stream",
    "Cache-Control": type === ".html" ? "no-cache" : "public, max-age=31536000, immutable",
    ...(packed && { "Content-Encoding": "br" }),
  });
  response.end(packed ? brotliCompressSync(readFileSync(path)) : readFileSync(path));
}

const require = install();
const { default: lighthouse } = await import(require.resolve("lighthouse"));
const chromeLauncher = await import(require.resolve("chrome-launcher"));
const chromium = execFileSync("sh", [join(ROOT, "tools", "install-chromium.sh")], { encoding: "utf8" }).trim();

const server = createServer(answer).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const { base, settings } = values.editor ? await comeIn() : { base: `http://127.0.0.1:${server.address().port}`, settings: {} };
const chrome = await chromeLauncher.launch({
  chromePath: chromium,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  console.log([...categories.map((name) => name.padStart(15)), "  page"].join(""));
  for (const path of paths) {
    const options = { port: chrome.port, onlyCategories: categories, logLevel: "error", ...settings };
    const { lhr } = await lighthouse(base + path, options);
    if (lhr.runtimeError) console.log(`    ${lhr.runtimeError.message}`);
    const scores = categories.map((name) => Math.round((lhr.categories[name].score ?? 0) * 100));
    console.log([...scores.map((score) => String(score).padStart(15)), `  ${path}`].join(""));
    for (const name of categories) {
      for (const { id, weight } of lhr.categories[name].auditRefs) {
        const { score, title, displayValue = "" } = lhr.audits[id];
        if (weight > 0 && score !== null && score < 1) console.log(`    ${name}: ${title} (${id}) ${displayValue}`);
      }
    }
  }
} finally {
  await chrome.kill();
  server.close();
  server.closeAllConnections();
}
