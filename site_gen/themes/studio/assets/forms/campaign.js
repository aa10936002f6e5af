// Keeps where a visitor came from, for the form they may send: in this tab, until it is closed.
// The marks of the link they opened, and the host (never the page) of the site before. A newly opened marked link wins.
(() => {
  const found = {}
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (value && /^(utm_(source|medium|campaign|content|term)|via)$/.test(name)) found[name] = value.slice(0, 200)
  }
  const marked = Object.keys(found).length
  try {
    const { host } = new URL(document.referrer || location)
    if (host !== location.host) found.referrer = host
    if (marked || (found.referrer && !sessionStorage.campaign)) sessionStorage.campaign = JSON.stringify(found)
  } catch {} // storage may be forbidden
})()
