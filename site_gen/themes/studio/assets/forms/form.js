// Forms, better: mistakes named in the page's language, sent without a page change, nothing typed is lost.
// form[data-form]: data-thanks is the page after it; -url, -encoding, -omit, -success say how a script sends it
// (without, the browser does). Controls have data-missing, -wrong, -label.
(() => {
  const WAIT = 2e4
  const STATUS = { 408: 'error', 410: 'closed', 429: 'busy' }
  let path = location.pathname

  // This tab alone remembers, and only until the form is sent; where storage is forbidden, nothing does.
  const recall = (key) => {
    try { return JSON.parse(sessionStorage.getItem(key)) } catch {}
  }
  const keep = (key, value) => {
    try { value ? sessionStorage.setItem(key, JSON.stringify(value)) : sessionStorage.removeItem(key) } catch {}
  }
  const forget = (thanks) => {
    keep('form:' + thanks)
    keep('sent:' + thanks)
  }

  const uuid = () => crypto.randomUUID?.() ?? crypto.getRandomValues(new BigUint64Array(2)).join('-') // where not https

  const status = document.createElement('p') // tells what happens to those who don't see it
  status.className = 'sr'
  status.setAttribute('role', 'status')

  const start = (form) => {
    const { thanks, url, encoding, omit, success } = form.dataset
    const all = (selector) => [...form.querySelectorAll(selector)]
    const [errors] = all('[data-errors]')
    const [failed] = all('[data-failed]')
    const [button] = all('[type=submit]')
    const wording = button.textContent
    const controls = all('[data-missing]')
    const typed = new Set(controls.map(({ name }) => name).filter((name) => name !== 'consent'))
    const draft = recall('form:' + thanks)
    let sent = []
    let busy

    // --- what was typed: kept with every letter, and put back

    for (const field of all('input, select, textarea')) {
      const value = draft?.values?.[field.name]
      if (value === undefined || !typed.has(field.name)) continue
      if (/radio|checkbox/.test(field.type)) field.checked = field.value === value
      else field.value = value
    }
    const elapsed = () => Math.round((draft?.elapsed || 0) + performance.now())
    const remember = () => {
      const values = [...new FormData(form)].filter(([name]) => typed.has(name))
      keep('form:' + thanks, { values: Object.fromEntries(values), elapsed: elapsed() })
    }

    // --- mistakes: each at its field, and all of them above

    const problem = ({ validity, validationMessage, dataset }) =>
      validity.valid ? '' : validity.customError ? validationMessage : validity.valueMissing ? dataset.missing : dataset.wrong
    const marked = ({ id }) => document.getElementById(id + '--error')
    const mark = (control, text) => {
      const id = control.id + '--error'
      const named = control.closest('[role=radiogroup]') || control
      const others = (named.getAttribute('aria-describedby') || '').split(' ').filter((other) => other && other !== id)
      const line = marked(control) || document.createElement('p')
      if (text) {
        line.id = id
        line.className = 'error'
        line.textContent = text
        if (!line.parentNode) (control.closest('.choice') || control).before(line)
        others.push(id)
        named.setAttribute('aria-invalid', true)
      } else {
        line.remove()
        named.removeAttribute('aria-invalid')
      }
      if (others.length) named.setAttribute('aria-describedby', others.join(' '))
      else named.removeAttribute('aria-describedby')
    }
    const list = () => {
      const lines = controls.filter(marked).map((control) => {
        const line = document.createElement('li')
        const link = document.createElement('a')
        const { label } = control.dataset
        link.href = '#' + control.id
        link.textContent = (label ? label + '\xa0– ' : '') + marked(control).textContent
        line.append(link)
        return line
      })
      errors.hidden = !lines.length
      errors.querySelector('ul').replaceChildren(...lines)
    }
    const check = () => {
      for (const control of controls) mark(control, problem(control))
      list()
      errors.focus()
      return errors.hidden
    }

    // --- sending

    const wait = (now) => {
      busy = now
      form.setAttribute('aria-busy', now)
      button.setAttribute('aria-disabled', now)
      button.textContent = now ? button.dataset.sending : wording
      status.textContent = now ? button.dataset.sending : ''
    }
    const say = (why) => {
      for (const line of all('[data-why]')) line.hidden = line.dataset.why !== why
      button.textContent = button.dataset.again
      button.hidden = why === 'closed'
      failed.hidden = false
      failed.focus()
    }
    // What goes with the answers. The same answers sent again are the same submission.
    const extras = () => {
      const answers = [...new FormData(form)].filter(([name]) => !/turnstile|captcha/.test(name))
      let hash = 0
      for (const letter of JSON.stringify(answers)) hash = (hash * 31 + letter.codePointAt()) | 0
      const [before, id] = recall('sent:' + thanks) || sent
      sent = [hash, before === hash ? id : uuid()]
      keep('sent:' + thanks, sent)
      return Object.entries({ submission: sent[1], elapsed: elapsed(), ...recall('campaign') })
    }
    // What the receiver finds wrong, said at the fields; true where there is something.
    const refuse = (found) => {
      for (const { field, message } of Array.isArray(found) ? found : []) {
        const control = controls.find(({ name }) => name === field)
        control?.setCustomValidity(message || control.dataset.missing)
      }
      return controls.some(({ validity }) => validity.customError)
    }
    // Returns why it was not taken; nothing where it was.
    const post = async (signal) => {
      const json = encoding === 'json'
      const data = new FormData(form)
      for (const [name, value] of extras()) data.set(name, value)
      for (const name of omit.split(' ')) data.delete(name)
      const response = await fetch(url, {
        method: 'POST',
        headers: { Accept: 'application/json', ...(json && { 'Content-Type': 'application/json' }) },
        body: json ? JSON.stringify(Object.fromEntries(data)) : encoding === 'multipart' ? data : new URLSearchParams(data),
        signal
      })
      const answer = await response.json().catch(() => {}) || {}
      if (response.ok && (success === 'status' || String(answer.success ?? answer.body?.success) === 'true')) return
      if (refuse(answer.errors)) return 'errors'
      if (answer.ok === false) all('[data-why=refused] b')[0].textContent = answer.message // our own receivers' words
      return STATUS[response.status] || (response.status < 500 ? 'refused' : 'error')
    }
    const send = async () => {
      const abort = new AbortController()
      const timer = setTimeout(() => abort.abort(), WAIT)
      const why = await post(abort.signal)
        .catch(() => abort.signal.aborted ? 'timeout' : navigator.onLine ? 'error' : 'offline')
      clearTimeout(timer)
      if (!why) {
        forget(thanks)
        return thank(thanks)
      }
      wait(false)
      globalThis.turnstile?.reset() // its answer is good for one request
      why === 'errors' ? check() : say(why)
    }

    const correct = ({ type, target }) => {
      const control = controls.find(({ name }) => name === target.name)
      control?.setCustomValidity('')
      if (control && marked(control) && (type === 'change' || !problem(control))) {
        mark(control, problem(control))
        list()
      }
      remember()
    }
    form.noValidate = true
    form.addEventListener('input', correct)
    form.addEventListener('change', correct)
    form.addEventListener('submit', (event) => {
      const over = form.closest('[data-when]')?.hidden // the offer has closed
      failed.hidden = true
      if (!busy && !over && check()) {
        if (!navigator.onLine) say('offline')
        else {
          wait(true)
          if (url) send()
          else {
            for (const [name, value] of extras()) {
              const [field = document.createElement('input')] = all(`[name=${name}]`)
              form.append(Object.assign(field, { type: 'hidden', name, value }))
            }
            return
          }
        }
      }
      event.preventDefault()
    })
    addEventListener('pageshow', ({ persisted }) => persisted && wait(false))
  }

  // The page after the form takes the place of this one; where that fails, it is gone to.
  const thank = async (url) => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(WAIT) })
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const heading = page.querySelector('h1')
      // A script that isn't here already would not run.
      const strange = [...page.scripts].some(({ src }) => src && ![...document.scripts].some((own) => own.src === src))
      if (!response.ok || strange) throw response
      history.pushState(null, '', url)
      path = location.pathname
      document.title = page.title
      document.body.className = page.body.className
      document.body.replaceChildren(...page.body.childNodes, status)
      document.dispatchEvent(new Event('newpage'))
      scrollTo(0, 0)
      heading.tabIndex = -1
      heading.focus()
      status.textContent = heading.textContent
    } catch {
      location.assign(url)
    }
  }

  addEventListener('popstate', () => location.pathname === path || location.reload())
  document.body.append(status)
  document.querySelectorAll('[data-form]').forEach(start)
  forget(path)
})()
