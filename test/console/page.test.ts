import { gzipSync } from 'node:zlib'
import t from 'tap'
import { en } from '../../src/console/words/en.ts'
import { zh } from '../../src/console/words/zh.ts'
import { emulate } from '../support/emulate.ts'

const FILES = ['/console/', '/console/app.js', '/console/app.css', '/console/en.js', '/console/zh.js']

t.test('a browser that opens the bare address is sent to the console; nobody else is', async (t) => {
  const target = await emulate(t)
  const browser = await target.ask({ path: '/', headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
  t.equal(browser.status, 302)
  t.equal(browser.headers.location, '/console/')
  for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
    const { status, json } = await target.ask({ path: '/', headers })
    t.equal(status, 404)
    t.equal(json.error_code, 'APIGW.0101', JSON.stringify(headers))
  }
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const { json } = await target.ask({ method, path: '/', headers: { accept: 'text/html' } })
    t.equal(json.error_code, 'APIGW.0101', `${method} is published nowhere there`)
  }
})

t.test('each file comes with its policy, and again only where it changed', async (t) => {
  const target = await emulate(t)
  for (const path of FILES) {
    const { status, headers } = await target.ask({ path })
    t.equal(status, 200, path)
    t.match(
      headers['content-type'],
      path.endsWith('js') ? 'text/javascript' : path.endsWith('css') ? 'text/css' : 'text/html',
    )
    const policy = String(headers['content-security-policy'])
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"]) {
      t.ok(policy.includes(part), `${path} ${part}`)
    }
    for (const part of ["frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"]) {
      t.ok(policy.includes(part), `${path} ${part}`)
    }
    t.notMatch(policy, /unsafe|https?:|\*/, 'nothing unsafe, no other host')
    t.equal(headers['x-content-type-options'], 'nosniff')
    const small = await target.ask({ path, headers: { 'accept-encoding': 'gzip, br' } })
    t.equal(small.headers['content-encoding'], 'gzip', `${path} is sent compressed`)
    const plain = await target.ask({ path, headers: { 'accept-encoding': 'gzip;q=0' } })
    t.equal(plain.headers['content-encoding'], undefined, `${path} is sent as it is to who takes no gzip`)
    const again = await target.ask({ path, headers: { 'if-none-match': String(headers.etag) } })
    t.equal(again.status, 304, `${path} again`)
  }
})

t.test('a visit is light, and writes no markup', async (t) => {
  const target = await emulate(t)
  const sizes = new Map<string, number>()
  for (const path of FILES) {
    const { text } = await target.ask({ path })
    sizes.set(path, gzipSync(text, { level: 9 }).length)
    t.notMatch(text, /https?:\/\/(?!www\.w3\.org)/, `${path} names no other host`)
    t.notMatch(text, /\beval\(|new Function|new WebSocket|new EventSource/, path)
  }
  const sum = (without: string) =>
    [...sizes].filter(([path]) => !path.endsWith(without)).reduce((all, [, size]) => all + size, 0)
  t.comment([...sizes].map(([path, size]) => `${path} ${size}`).join(', '))
  t.ok(sum('zh.js') <= LIGHT, `${sum('zh.js')} bytes in English, gzipped`)
  t.ok(sum('en.js') <= LIGHT, `${sum('en.js')} bytes in Chinese, gzipped`)
})

/** What a visit may load, in bytes, gzipped. */
const LIGHT = 34_500

t.test('the page belongs to no world: no journal has it', async (t) => {
  const target = await emulate(t)
  const { project_id, token } = await target.world()
  for (const path of FILES) t.equal((await target.ask({ path, headers: { 'x-auth-token': token } })).status, 200)
  t.strictSame((await target.control('GET', `/worlds/${project_id}/requests`)).requests, [])
})

t.test('both languages say everything', async (t) => {
  const walk = (english: object, chinese: object, path = ''): void => {
    t.strictSame(Object.keys(chinese), Object.keys(english), path || 'the table')
    for (const [name, text] of Object.entries(english)) {
      const other = (chinese as Record<string, unknown>)[name]
      const place = `${path}${name}`
      t.equal(typeof other, typeof text, place)
      if (typeof text === 'object' && text !== null) walk(text, other as object, `${place}.`)
      if (typeof text === 'function' && typeof other === 'function') {
        for (const numbers of [
          [0, 1],
          [1, 1],
          [3, 5],
        ]) {
          t.notMatch(String(text(...numbers)) + String(other(...numbers)), /undefined|NaN|\[object/, place)
        }
      }
    }
  }
  walk(en, zh)
  t.notMatch(JSON.stringify(zh), /仿真/)
})
