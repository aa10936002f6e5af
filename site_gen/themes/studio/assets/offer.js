// Closes an offer at its instant, in a page that was built before it.
// [data-ends="ISO instant"] holds parts [data-when="live"] and [data-when="closed"], and perhaps a [data-countdown].
(() => {
  const NEAR = 26 * 3600e3 // a visitor's clock may be wrong by a day: nearer than this the server is asked
  const UNITS = [['day', 864e5], ['hour', 36e5], ['minute', 6e4], ['second', 1e3]]
  const lang = document.documentElement.lang
  let skew = 0 // the server's time minus ours
  let asked = 0 // 0: not yet, 1: waiting, 2: answered or failed
  let timer

  // The two largest units: "3 days 4 hours".
  const words = (ms) => {
    const at = UNITS.findIndex(([, size]) => ms >= size)
    return UNITS.slice(at, at + 2).map(([unit, size]) => {
      const n = Math.floor(ms / size)
      ms -= n * size
      return n ? new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(n) : ''
    }).join(' ')
  }

  const show = (root, left) => {
    const live = left > 0
    const own = (part) => part.closest('[data-ends]') === root
    for (const part of root.querySelectorAll('[data-when]')) {
      if (!own(part)) continue
      const off = part.hidden = (part.dataset.when === 'live') !== live
      for (const field of part.querySelectorAll('input, select, textarea, button')) field.disabled = off
    }
    for (const out of root.querySelectorAll('[data-countdown]')) {
      out.closest('[data-remaining]').hidden = left < 1e3
      if (left >= 1e3) out.textContent = words(left)
    }
    if (!live) {
      // What search engines and assistants read must not outlive the offer either.
      for (const data of document.querySelectorAll('script[type="application/ld+json"]')) {
        if (data.text.includes(root.dataset.ends)) data.remove()
      }
    }
  }

  const ask = async () => {
    asked = 1
    try {
      const sent = Date.now()
      const { headers } = await fetch(location.href, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(1e4) })
      const date = Date.parse(headers.get('date')) + (headers.get('age') || 0) * 1e3
      if (date) skew = date - (sent + Date.now()) / 2
    } catch {} // no answer: our own clock has to do
    asked = 2
    tick()
  }

  const tick = () => {
    clearTimeout(timer)
    const roots = document.querySelectorAll('[data-ends]')
    if (!roots.length) return
    let next = 6e4 // never long, so no timer overflows and a sleeping tab catches up
    for (const root of roots) {
      const left = Date.parse(root.dataset.ends) - Date.now() - skew
      if (asked < 2 && Math.abs(left) < NEAR) {
        if (!asked) ask()
        continue // until the answer: as built
      }
      show(root, left)
      if (left > 0) next = Math.min(next, left < 36e5 ? 1e3 : left)
    }
    timer = setTimeout(tick, next)
  }

  // A tab that slept, or came back from the cache: the clock may have been set meanwhile.
  const wake = () => {
    if (asked === 2) asked = 0
    tick()
  }
  addEventListener('pageshow', (event) => event.persisted && wake())
  document.addEventListener('visibilitychange', () => document.hidden || wake())
  document.addEventListener('newpage', wake) // a script has put another page in the place of this one
  tick()
})()
