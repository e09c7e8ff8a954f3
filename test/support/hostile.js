/**
 * Runs in a page: asks for everything that is wanted, in every way that a page has.
 *
 * @returns how often it tried, and what it got to read
 */
globalThis.attack = async ({ base, wanted, headers }) => {
  const read = []
  let tries = 0
  const within = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 3_000))])
  const ask = async (what, url, init) => {
    tries += 1
    try {
      const answer = await within(fetch(url, { ...init, signal: AbortSignal.timeout(3_000) }))
      if (answer?.ok && answer.type !== 'opaque') read.push(`${what}: ${(await answer.text()).slice(0, 80)}`)
    } catch {
      // Refused by the browser: nothing was read.
    }
  }
  const element = (name, url) => {
    tries += 1
    const made = document.createElement(name)
    made.src = url
    const done = new Promise((resolve) => {
      made.addEventListener('load', () => resolve())
      made.addEventListener('error', () => resolve())
    })
    document.body.append(made)
    return within(
      done.then(() => {
        if (!(made instanceof HTMLIFrameElement)) return
        let text = ''
        try {
          text = made.contentDocument?.body.innerText ?? ''
        } catch {
          // Another origin: nothing was read.
        }
        if (text !== '' && !/error_code|"error"/.test(text)) read.push(`iframe ${url}: ${text.slice(0, 80)}`)
      }),
    )
  }
  const form = (method, url, enctype, body) => {
    tries += 1
    const target = document.createElement('iframe')
    target.name = `t${tries}`
    const made = document.createElement('form')
    Object.assign(made, { method, action: url, enctype, target: target.name })
    const field = document.createElement('input')
    // As text/plain this makes `{"a":"=x", …}`: JSON.
    field.name = body.replace(/\}$/, body === '{}' ? '"a":"' : ',"a":"')
    field.value = '"}'
    made.append(field)
    document.body.append(target, made)
    const done = new Promise((resolve) => target.addEventListener('load', () => resolve()))
    made.submit()
    return within(done)
  }
  const stream = (url) => {
    tries += 1
    const source = new EventSource(url)
    const done = new Promise((resolve) => {
      source.onopen = () => {
        read.push(`EventSource ${url}`)
        resolve()
      }
      source.onerror = () => resolve()
    })
    return within(done).finally(() => source.close())
  }

  const all = wanted.map(async ([method, path, body]) => {
    const url = base + path
    const payload =
      body === undefined ? [undefined] : [body, new Blob([body]), new Blob([body], { type: 'text/plain' })]
    const asked = []
    for (const mode of ['cors', 'no-cors', 'same-origin']) {
      for (const part of payload) {
        const init = { method, mode, ...(part !== undefined && { body: part }) }
        asked.push(ask(`${mode} ${method} ${path}`, url, init))
        asked.push(ask(`${mode} ${method} ${path}`, url, { ...init, headers, referrerPolicy: 'no-referrer' }))
        asked.push(ask(`${mode} ${method} ${path}`, url, { ...init, credentials: 'include', keepalive: true }))
      }
    }
    if (method === 'GET') {
      asked.push(element('img', url), element('script', url), element('iframe', url), stream(url))
    }
    if (method === 'POST') {
      for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
        asked.push(form(method, url, type, body ?? '{}'))
      }
      tries += 1
      navigator.sendBeacon(url, new Blob([body ?? '{}']))
    }
    await Promise.all(asked)
  })
  await Promise.all(all)
  return { tries, read }
}
