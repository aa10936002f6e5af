import { html } from "./_includes/pieces.js";

export const data = { permalink: "/index.xml", eleventyExcludeFromCollections: true };

const entry = (site, { url, date, data }) => `<item>
<title>${html(data.title)}</title>
<link>${site.url}${url}</link>
<pubDate>${date.toUTCString()}</pubDate>
<guid>${site.url}${url}</guid>
<description>${html(data.description)}</description>
</item>`;

export const render = ({ site, collections }) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>${html(site.title)}</title>
<link>${site.url}/</link>
<description>${html(site.description)}</description>
${collections.recent.map((item) => entry(site, item)).join("\n")}
</channel></rss>
`;
