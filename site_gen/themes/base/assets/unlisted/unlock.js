// Opens a locked page in the browser: the password's key decrypts what stands in [data-locked], and that takes the place
// of this page. Nothing is kept: not the password, not an attempt. The envelope is described in site_gen/render/locked.py.
(() => {
  const form = document.querySelector('[data-locked]')
  const field = form.querySelector('[type=password]')
  const button = form.querySelector('[type=submit]')
  const said = form.querySelector('[role=status]')
  const HEADER = 24
  const MAGIC = [83, 71, 76, 1]
  let key

  const say = (name) => {
    const text = name && form.querySelector(`template[data-say="${name}"]`)
    said.replaceChildren(text ? text.content.cloneNode(true) : '')
    const wrong = name === 'wrong'
    if (wrong) field.setAttribute('aria-invalid', 'true')
    else field.removeAttribute('aria-invalid')
  }

  const derive = async (password, header) => {
    const bytes = new TextEncoder().encode(password.normalize('NFKC').trim())
    const material = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey'])
    const iterations = new DataView(header.buffer, header.byteOffset).getUint32(4)
    const kind = { name: 'PBKDF2', hash: 'SHA-256', salt: header.subarray(8), iterations }
    return crypto.subtle.deriveKey(kind, material, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
  }

  const decrypt = (key, envelope) => crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: envelope.subarray(HEADER, HEADER + 12), additionalData: envelope.subarray(0, HEADER) },
    key,
    envelope.subarray(HEADER + 12),
  )

  // Scripts that came as text don't run, so each is made anew, in their order.
  const run = (scripts) => {
    for (const { src } of scripts) {
      const script = document.createElement('script')
      script.src = src
      script.async = false
      document.head.append(script)
    }
  }

  const show = (html) => {
    const page = new DOMParser().parseFromString(html, 'text/html')
    const scripts = [...page.querySelectorAll('script[src]')]
    for (const script of page.body.querySelectorAll('script')) script.remove()
    for (const style of page.querySelectorAll('head link[rel=stylesheet]')) {
      if (!document.querySelector(`link[href="${style.getAttribute('href')}"]`)) document.head.append(document.adoptNode(style))
    }
    document.title = page.title
    document.documentElement.lang = page.documentElement.lang
    document.body.replaceWith(document.adoptNode(page.body))
    const heading = document.querySelector('h1') ?? document.body
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
    scrollTo(0, 0)
    run(scripts)
    document.addEventListener('click', fetchFile)
  }

  // A file that comes with the page is decrypted when it is asked for, and saved under its own name.
  const fetchFile = async (event) => {
    const link = event.target.closest?.('[data-locked-type]')
    if (!link) return
    event.preventDefault()
    link.setAttribute('aria-busy', 'true')
    try {
      const answer = await fetch(link.href)
      if (!answer.ok) throw new Error(answer.status)
      const content = await decrypt(key, new Uint8Array(await answer.arrayBuffer()))
      const saved = document.createElement('a')
      saved.href = URL.createObjectURL(new Blob([content], { type: link.dataset.lockedType }))
      saved.download = link.download
      saved.click()
      setTimeout(() => URL.revokeObjectURL(saved.href), 6e4)
    } catch {
      location.assign(link.href) // the browser says what is wrong
    }
    link.removeAttribute('aria-busy')
  }

  form.hidden = false
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) {
    say('insecure')
    for (const part of [field, button]) part.disabled = true
    return
  }
  field.focus({ preventScroll: true })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const envelope = Uint8Array.from(atob(form.dataset.locked), (c) => c.charCodeAt(0))
    if (MAGIC.some((byte, at) => envelope[at] !== byte)) return say('damaged')
    say('opening')
    button.disabled = true
    try {
      key = await derive(field.value, envelope.subarray(0, HEADER))
      const page = new TextDecoder().decode(await decrypt(key, envelope))
      field.value = ''
      show(page)
    } catch (error) {
      // Only a wrong key makes the tag not fit; anything else is a fault of ours that must not look like one.
      if (error.name !== 'OperationError') throw error
      button.disabled = false
      say('wrong')
      field.select()
      field.focus()
    }
  })
})()
