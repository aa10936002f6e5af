// Keeps a page in step with the project's files: reloads it, swaps its styles, shows mistakes over it.
(() => {
  const KEPT = `site-gen-preview:${location.pathname}`
  const UNKEPT = ['hidden', 'file', 'password', 'submit', 'reset', 'button', 'image']
  const fields = () => [...document.querySelectorAll('input, select, textarea')]
    .filter((field) => !UNKEPT.includes(field.type) && !/password/.test(field.autocomplete)) // nor one made readable
  const isChoice = (field) => ['checkbox', 'radio'].includes(field.type)
  const value = (field) => {
    if (isChoice(field)) return field.checked
    return field.options ? [...field.options].filter((one) => one.selected).map((one) => one.value) : field.value
  }

  // What its author calls a form, else which one it is of those without a name. By attribute: a field called "name"
  // or "id" hides the form's own.
  const called = (form) => ['id', 'name', 'action'].find((one) => form.getAttribute(one))
  const identity = (form) => {
    const by = called(form)
    if (by) return [by, form.getAttribute(by).split(/[?#]/)[0]]
    return [...document.forms].filter((one) => !called(one)).indexOf(form)
  }

  // Each field with a key that new or gone forms, fields and options don't shift. A choice is told by its value: its
  // id often has a number.
  const keyed = () => {
    const seen = {}
    return fields().map((field) => {
      const own = isChoice(field) ? [field.name || field.id, field.value] : [field.id || field.name, !!field.options]
      const key = JSON.stringify([field.form && identity(field.form), ...own])
      seen[key] = (seen[key] || 0) + 1
      return [`${key} ${seen[key]}`, field]
    })
  }

  // A selector of an element: from the nearest id down, by position.
  const path = (one) => {
    if (one === document.documentElement) return ':root'
    const id = one.getAttribute('id')
    if (id) return `#${CSS.escape(id)}`
    const alike = [...one.parentNode.children].filter((other) => other.localName === one.localName)
    return `${path(one.parentNode)} > ${CSS.escape(one.localName)}:nth-of-type(${alike.indexOf(one) + 1})`
  }

  const keep = () => {
    // Of radio buttons the chosen one: the others follow.
    const filled = keyed().filter(([, field]) => field.type !== 'radio' || field.checked)
      .map(([key, field]) => [key, value(field)])
    const open = [...document.querySelectorAll('details')].map((one) => one.open)
    const scrolled = [...document.querySelectorAll(':root *')].filter((one) => one.scrollTop || one.scrollLeft)
      .map((one) => [path(one), one.scrollLeft, one.scrollTop])
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ x: scrollX, y: scrollY, filled, open, scrolled }))
    } catch {}
  }

  const choose = (list, values) => {
    const options = [...list.options]
    if (!list.multiple && !options.some((one) => values.includes(one.value))) return
    for (const one of options) one.selected = values.includes(one.value)
  }

  const fill = (filled) => {
    const known = new Map(filled)
    for (const [key, field] of keyed()) {
      const kept = known.get(key)
      if (kept === undefined || JSON.stringify(kept) === JSON.stringify(value(field))) continue
      if (isChoice(field)) field.checked = kept
      else if (field.options) choose(field, kept)
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
    kept.scrolled?.forEach(([where, left, top]) => {
      document.querySelector(where)?.scrollTo({ left, top, behavior: 'instant' })
    })
    scrollTo({ left: kept.x, top: kept.y, behavior: 'instant' })
  }

  const reload = () => {
    keep()
    location.reload()
  }

  // --- styles without a reload

  const sheets = () => [...document.querySelectorAll('link[rel~="stylesheet"][href*="/assets/site-"]')]
  let wanted // the newest, whichever comes first

  const swap = (href) => {
    if (!wanted?.isConnected) wanted = sheets().at(-1)
    if (!wanted || wanted.getAttribute('href') === href) return
    const link = wanted.cloneNode()
    link.href = href
    link.addEventListener('load', () => {
      for (const one of sheets()) if (link === wanted ? one !== link : one === link) one.remove()
    })
    link.addEventListener('error', () => {
      link.remove()
      if (link === wanted) reload()
    })
    wanted.after(link)
    wanted = link
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

  const overlay = (problems, words) => {
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
    const title = element('h1', words.title)
    title.id = 'title'
    const button = element('button', words.close)
    button.type = 'button'
    button.addEventListener('click', () => close(key))
    back.addEventListener('keydown', (event) => event.key === 'Escape' && close(key))
    head.append(title, button)
    const list = document.createElement('ol')
    list.append(...errors.map(entry))
    box.append(head, element('p', words.below, 'hint'), list)
    back.append(box)
    root.append(back)
    box.focus()
  }

  const instant = (at, words) => {
    root.querySelector('.at')?.remove()
    if (!at || location.pathname === '/_preview/') return
    const note = element('p', `${words.shown_at} · `, 'at')
    const link = element('a', words.clock)
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
    host.lang = message.words.language
    instant(message.shown_at, message.words)
    overlay(message.problems, message.words)
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
