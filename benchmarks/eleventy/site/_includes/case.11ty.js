import { day, html, money, quantity, share } from "./pieces.js";

export const data = { layout: "base.11ty.js" };

const neighbour = (rel, item) => (item ? `<a rel="${rel}" href="${item.url}">${html(item.data.title)}</a>` : "");

export function render(data) {
  const { client, title, description, period, metrics, budget, review, content, previous, next } = data;
  const terms = (taxonomy) => {
    const links = data[taxonomy].map((name) => `<dd><a href="/${taxonomy}/${this.slugify(name)}/">${html(name)}</a></dd>`);
    return `<dt>${taxonomy}</dt>${links.join("")}`;
  };
  const row = (metric) => `<tr><th scope="row">${html(metric.name)}</th><td>${quantity(metric.before, metric.unit)}</td>
<td>${quantity(metric.after, metric.unit)}</td><td>${share(metric.before, metric.after)}</td>
<td>${html(metric.source)}</td></tr>`;
  const series = Object.entries(metrics[0].series ?? {});
  return `<h1>${html(title)}</h1>
<p>${html(description)}</p>
<dl>
<dt>Client</dt><dd>${html(client)}</dd>
<dt>Període</dt><dd>${day(period.from)} – ${day(period.to)}</dd>
${["networks", "niches", "topics"].map(terms).join("\n")}
</dl>
<table>
<thead><tr><th>Mètrica</th><th>Abans</th><th>Després</th><th>Canvi</th><th>Font</th></tr></thead>
<tbody>
${metrics.map(row).join("\n")}
</tbody>
</table>
<table>
<tbody>${series.map(([month, value]) => `<tr><th scope="row">${month}</th><td>${quantity(value)}</td></tr>`).join("")}</tbody>
</table>
${content}
<p>Pressupost ${money(budget.amount)}, ingressos ${money(budget.revenue)}, retorn ${share(budget.amount, budget.revenue)}</p>
<blockquote><p>${html(review.text)}</p><footer>${html(review.by)}, ${html(review.role)}, ${day(review.date)}</footer></blockquote>
<nav aria-label="Casos">
${neighbour("prev", previous)}
${neighbour("next", next)}
</nav>`;
}
