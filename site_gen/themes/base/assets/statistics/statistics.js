// Starts what counts visits, once it may: at the site's own address, and after a visitor agreed where they are asked.
// Its own element has the services (data-counters) and the site's host (data-host). The answer is kept in this browser.
(() => {
  const own = document.currentScript
  const counters = JSON.parse(own.dataset.counters)
  const isHome = location.hostname.replace(/^www\./, '') === own.dataset.host
  const KEY = 'visits'
  const KEPT = 183 * 864e5 // half a year, then the question is asked anew (CNIL, guidelines on cookies of 2020)
  const asked = counters.filter((each) => each.asks).map((each) => each.service + each.id)
  const started = new Set()

  // --- the answer ---

  const answer = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY))
      const isOfThese = asked.every((name) => kept.asked.includes(name))
      return isOfThese && Date.now() - kept.at < KEPT ? kept.agreed : null
    } catch {
      return null // none yet, or this browser keeps nothing: then it is asked on each page
    }
  }
  let agreed = answer()

  // A browser that says so for its owner (Global Privacy Control) has refused.
  const refuses = () => agreed === null && navigator.globalPrivacyControl === true
  const may = ({ asks, keeps, purpose }) =>
    agreed ? agreed.includes(purpose) : !asks && !(keeps.length && refuses())

  const decide = (purposes) => {
    const before = agreed
    agreed = purposes
    try {
      localStorage.setItem(KEY, JSON.stringify({ agreed, asked, at: Date.now() }))
    } catch {}
    const stopped = [...started].filter((each) => !may(each))
    stopped.forEach(forget)
    if (stopped.length) return location.reload() // what runs can't be stopped in any other way
    if (before && !agreed.length) counters.forEach(forget)
    run()
    show()
  }

  // --- what services keep ---

  const forget = ({ keeps }) => {
    const isTheirs = (name) => keeps.some((beginning) => name.startsWith(beginning))
    const parts = location.hostname.split('.')
    const hosts = ['', ...parts.map((_, at) => parts.slice(at).join('.'))]
    for (const cookie of document.cookie.split('; ')) {
      const name = cookie.split('=')[0]
      if (!isTheirs(name)) continue
      for (const host of hosts) {
        document.cookie = `${name}=; path=/; max-age=0${host ? `; domain=${host}` : ''}`
      }
    }
    try {
      for (const kept of [localStorage, sessionStorage]) Object.keys(kept).filter(isTheirs).forEach((name) => kept.removeItem(name))
    } catch {}
  }

  // --- the services ---

  // What a service needs before its script: a queue that the script takes over. Each returns how a further page is
  // counted where the service doesn't see for itself that the address has changed, and how a request that was sent is.
  const queue = (name) => (window[name] ||= function () { (window[name].q ||= []).push(arguments) })
  const STARTS = {
    goatcounter: () => ({
      page: () => window.goatcounter?.count?.({ path: location.pathname }),
      lead: () => window.goatcounter?.count?.({ path: 'lead', title: 'Lead', event: true }),
    }),
    plausible: () => {
      const plausible = queue('plausible')
      plausible.init ||= (options) => { plausible.o = options || {} }
      plausible.init()
      return { lead: () => window.plausible('Lead') }
    },
    umami: () => ({ lead: () => window.umami?.track?.('lead') }),
    matomo: ({ id, host }) => {
      const push = (...each) => (window._paq ||= []).push(...each)
      push(['disableCookies'], ['setTrackerUrl', `${host}/matomo.php`], ['setSiteId', id], ['trackPageView'], ['enableLinkTracking'])
      return {
        page: () => push(['setCustomUrl', location.href], ['setDocumentTitle', document.title], ['trackPageView']),
        lead: () => push(['trackEvent', 'form', 'lead']),
      }
    },
    'yandex-metrica': ({ id }) => {
      const ym = (window.ym ||= function () { (window.ym.a ||= []).push(arguments) })
      ym.l ||= Date.now()
      ym(Number(id), 'init', { clickmap: false, trackLinks: true, accurateTrackBounce: true, webvisor: false })
      return { page: () => window.ym(Number(id), 'hit', location.href), lead: () => window.ym(Number(id), 'reachGoal', 'lead') }
    },
    'google-analytics': ({ id }) => {
      window.dataLayer ||= []
      window.gtag ||= function () { window.dataLayer.push(arguments) }
      gtag('consent', 'default', { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', analytics_storage: 'granted' })
      gtag('js', new Date())
      gtag('config', id, { allow_google_signals: false })
      return { lead: () => gtag('event', 'generate_lead') }
    },
    'meta-pixel': ({ id }) => {
      if (!window.fbq) {
        const fbq = (window.fbq = window._fbq = function () { fbq.callMethod ? fbq.callMethod(...arguments) : fbq.queue.push(arguments) })
        Object.assign(fbq, { push: fbq, loaded: true, version: '2.0', queue: [] })
      }
      fbq('init', id)
      fbq('track', 'PageView')
      return { lead: () => window.fbq('track', 'Lead') }
    },
    'vk-pixel': ({ id }) => {
      const push = (each) => (window._tmr ||= []).push({ id, ...each })
      const page = () => push({ type: 'pageView', start: Date.now() })
      page()
      return { page, lead: () => push({ type: 'reachGoal', goal: 'lead' }) }
    },
  }

  const start = (counter) => {
    started.add(counter)
    counter.calls = STARTS[counter.service](counter)
    const script = document.createElement('script')
    for (const [name, value] of Object.entries(counter.attributes)) script.setAttribute(name, value)
    script.async = true
    script.addEventListener('load', () => sent(counter))
    script.src = counter.script
    document.head.append(script)
  }
  // The page after a form tells that somebody asked for something.
  const sent = ({ calls }) => document.body.classList.contains('thanks-page') && calls.lead()

  const run = () => {
    if (isHome) counters.filter((each) => may(each) && !started.has(each)).forEach(start)
  }

  // --- the question, and the choice on the privacy page ---

  const state = () => {
    if (agreed === null) return asked.length ? (refuses() ? 'none' : 'open') : 'counted'
    const purposes = new Set(counters.map(({ purpose }) => purpose))
    return !agreed.length ? 'none' : [...purposes].every((each) => agreed.includes(each)) ? 'all' : 'some'
  }
  const show = () => {
    for (const root of document.querySelectorAll('[data-visits]')) {
      root.hidden = root.dataset.visits === 'question' && (agreed !== null || !asked.length || refuses())
      for (const words of root.querySelectorAll('[data-state]')) words.hidden = words.dataset.state !== state()
      if (root.dataset.visits === 'question') document.body.style.setProperty('--visits', `${root.offsetHeight}px`)
    }
  }

  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('[data-agree]')
    if (button) decide(button.dataset.agree.split(' ').filter(Boolean))
  })
  document.addEventListener('newpage', () => { // a script has put another page in the place of this one
    show()
    started.forEach((counter) => {
      counter.calls.page?.()
      sent(counter)
    })
  })
  run()
  show()
})()
