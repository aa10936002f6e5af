// Keeps a page in step with the project's files: reloads it, swaps its styles, shows mistakes over it.
(() => {
  const KEPT = `site-gen-preview:${location.pathname}`
  const fields = () => [...document.querySelectorAll('input, select, textarea')]
    .filter((field) => !['hidden', 'file', 'password', 'submit', 'button'].includes(field.type))
  const value = (field) => ['checkbox', 'radio'].includes(field.type) ? field.checked : field.value

  const keep = () => {
    const filled = fields().map((field) => [field.name, field.id, value(field)])
    const open = [...document.querySelectorAll('details')].map((one) => one.open)
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ x: scrollX, y: scrollY, filled, open }))
    } catch {}
  }

  // By name, and the how-manieth of that name: a field that is new or gone must not shift the others.
  const fill = (filled) => {
    const seen = {}
    const known = new Map(filled.map(([name, id, kept]) => [`${name} ${seen[name] = (seen[name] || 0) + 1}`, kept]))
    const now = {}
    for (const field of fields()) {
      const kept = known.get(`${field.name} ${now[field.name] = (now[field.name] || 0) + 1}`)
      if (kept === undefined || kept === value(field)) continue
      if (typeof kept === 'boolean') field.checked = kept
      else field.value = kept
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }

  const restore = () => {
    let kept
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT))
      sessionStorage.removeItem(KEPT)
    } catch {}
    if (!kept) return
    document.querySelectorAll('details').forEach((one, at) => { one.open = kept.open[at] ?? one.open })
    fill(kept.filled)
    scrollTo({ left: kept.x, top: kept.y, behavior: 'instant' })
  }

  const reload = () => {
    keep()
    location.reload()
  }

  // --- styles without a reload

  const swap = (href) => {
    const old = document.querySelector('link[rel~="stylesheet"][href*="/assets/site-"]')
    if (!old || old.getAttribute('href') === href) return
    const link = old.cloneNode()
    link.href = href
    link.addEventListener('load', () => old.remove())
    link.addEventListener('error', () => location.reload())
    old.after(link)
  }

  // --- mistakes

  const STYLE = `
    :host { all: initial; color-scheme: light dark; }
    .back { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; background: rgb(20 16 12 / .55); }
    .sheet { box-sizing: border-box; max-width: 60rem; margin: 6vh auto; padding: 1.25rem 1.5rem 1.5rem; border-radius: .5rem;
      background: light-dark(#fffdf9, #1b1815); color: light-dark(#1a1613, #f3eee6);
      font: 1rem/1.5 system-ui, sans-serif; border-top: .375rem solid #c0391f; box-shadow: 0 1rem 3rem rgb(0 0 0 / .35); }
    .head { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
    h1 { margin: 0 0 .25rem; font-size: 1.25rem; }
    p { margin: 0 0 .5rem; }
    .sheet:focus { outline: none; }
    ol { list-style: none; margin: 1rem 0 0; padding: 0; }
    li + li { margin-top: 1.25rem; }
    .place { font: 600 .9375rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
    .message { margin: .125rem 0 .25rem; font-size: 1.0625rem; }
    .hint { color: light-dark(#5c5148, #c3b8aa); }
    pre { margin: .5rem 0 0; padding: .625rem 0; overflow-x: auto; border-radius: .25rem;
      background: light-dark(#f3ede3, #262019); font: .875rem/1.6 ui-monospace, monospace; tab-size: 2; }
    pre span { display: block; padding: 0 .875rem; white-space: pre; }
    pre .here { background: light-dark(#fbd9cf, #55231a); box-shadow: inset .25rem 0 #c0391f; }
    b { display: inline-block; min-width: 3ch; margin-right: 1.5ch; text-align: right; font-weight: 400;
      color: light-dark(#6d6156, #a99d8f); user-select: none; }
    button { font: inherit; padding: .375rem .875rem; border: 1px solid currentcolor; border-radius: .25rem;
      background: none; color: inherit; cursor: pointer; }
    button:focus-visible { outline: .1875rem solid #c0391f; outline-offset: .125rem; }
    @media (max-width: 40rem) { .sheet { margin: 0; min-height: 100%; border-radius: 0; padding: 1rem; } }
    .at { position: fixed; z-index: 2147483646; inset: auto auto 1rem 1rem; padding: .5rem .875rem; border-radius: .25rem;
      background: #1a1613; color: #fff; font: .875rem/1.4 system-ui, sans-serif; }
    .at a { color: inherit; }`

  const element = (name, text = '', className = '') => {
    const made = document.createElement(name)
    made.textContent = text // never as HTML: it quotes files
    if (className) made.className = className
    return made
  }

  const host = document.createElement('site-gen-preview')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [sheet]
  let dismissed = ''
  let focused

  const entry = (problem) => {
    const item = document.createElement('li')
    item.append(
      element('div', `${problem.file}:${problem.line}:${problem.column}`, 'place'),
      element('p', problem.message, 'message'),
    )
    if (problem.hint) item.append(element('p', problem.hint, 'hint'))
    if (problem.lines.length) {
      const code = document.createElement('pre')
      code.tabIndex = 0
      for (const [number, text] of problem.lines) {
        const line = element('span', '', number === problem.line ? 'here' : '')
        line.append(element('b', number), text || ' ')
        code.append(line)
      }
      item.append(code)
    }
    return item
  }

  const close = (key) => {
    dismissed = key
    root.querySelector('.back')?.remove()
    focused?.focus?.()
  }

  const overlay = (problems) => {
    const errors = problems.filter((problem) => problem.severity === 'error')
    const key = JSON.stringify(errors)
    const shown = root.querySelector('.back')
    if (shown?.dataset.key === key) return
    shown?.remove()
    if (!errors.length) {
      dismissed = ''
      if (shown) focused?.focus?.()
      return
    }
    if (key === dismissed) return
    focused = shown ? focused : document.activeElement
    const back = element('div', '', 'back')
    back.dataset.key = key
    const box = element('section', '', 'sheet')
    box.setAttribute('role', 'dialog')
    box.setAttribute('aria-modal', 'true')
    box.setAttribute('aria-labelledby', 'title')
    box.tabIndex = -1
    const head = element('div', '', 'head')
    const title = element('h1', errors.length === 1 ? 'One thing to mend' : `${errors.length} things to mend`)
    title.id = 'title'
    const button = element('button', 'Close')
    button.type = 'button'
    button.addEventListener('click', () => close(key))
    back.addEventListener('keydown', (event) => event.key === 'Escape' && close(key))
    head.append(title, button)
    const list = document.createElement('ol')
    list.append(...errors.map(entry))
    box.append(head, element('p', 'Below is the site as it was before. This goes away when the files are right again.', 'hint'), list)
    back.append(box)
    root.append(back)
    box.focus()
  }

  const instant = (at) => {
    root.querySelector('.at')?.remove()
    if (!at || location.pathname === '/_preview/') return
    const note = element('p', `Shown as at ${at.replace('T', ' ').slice(0, 16)} · `, 'at')
    const link = element('a', 'Clock')
    link.href = '/_preview/#clock'
    note.append(link)
    root.append(note)
  }

  // --- the line to the server (LiveReload's protocol, version 7)

  // The build that this page is of: an answer's headers can't be read, but its Server-Timing can.
  const timing = performance.getEntriesByType('navigation')[0]?.serverTiming ?? []
  let generation = timing.find((entry) => entry.name === 'generation')?.description
  let wait = 250

  const told = (message) => {
    if (message.command === 'hello') return
    const isNew = message.generation !== generation
    generation = message.generation
    if (message.command === 'styles') swap(message.styles)
    else if (isNew) return reload()
    instant(message.shown_at)
    overlay(message.problems)
  }

  const connect = () => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/_preview/live`)
    socket.addEventListener('open', () => {
      wait = 250
      socket.send(JSON.stringify({ command: 'hello', protocols: ['http://livereload.com/protocols/official-7'] }))
      socket.send(JSON.stringify({ command: 'info', url: location.href }))
    })
    socket.addEventListener('message', (event) => told(JSON.parse(event.data)))
    socket.addEventListener('close', () => {
      setTimeout(connect, wait = Math.min(wait * 1.5, 5000))
    })
  }

  document.documentElement.append(host)
  restore()
  connect()
})()
