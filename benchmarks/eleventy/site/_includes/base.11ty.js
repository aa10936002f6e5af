import { html } from "./pieces.js";

export const render = ({ title, description, site, page, content, collections }) => {
  const url = site.url + page.url;
  const offer = collections.offers.find((item) => item.fileSlug === "tardor");
  return `<!doctype html>
<html lang="ca">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)} · ${html(site.title)}</title>
<meta name="description" content="${html(description || site.description)}">
<link rel="canonical" href="${url}">
<meta property="og:title" content="${html(title)}">
<meta property="og:description" content="${html(description || site.description)}">
<meta property="og:url" content="${url}">
<meta property="og:site_name" content="${html(site.title)}">
<link rel="stylesheet" href="/site.css">
<link rel="alternate" type="application/rss+xml" href="/index.xml">
</head>
<body>
<a class="skip" href="#main">Ves al contingut</a>
<header>
<a href="/">${html(site.title)}</a>
<nav aria-label="Principal">
<a href="/cases/">Casos</a>
<a href="/services/">Serveis</a>
<a href="/offers/">Ofertes</a>
<a href="/profile/">Perfil</a>
</nav>
</header>
<main id="main">
${content}
</main>
<footer>
<p><a href="${offer.url}">${html(offer.data.title)}</a>, fins al ${html(offer.data.ends)}</p>
<p><a href="/links/">Enllaços</a> <a href="/privacy/">Privacitat</a></p>
</footer>
</body>
</html>
`;
};
