export const data = { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

const entry = (site, { url, date }) => `<url><loc>${site.url}${url}</loc><lastmod>${date.toISOString()}</lastmod></url>`;

export const render = ({ site, collections }) => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${collections.all.map((item) => entry(site, item)).join("\n")}
</urlset>
`;
