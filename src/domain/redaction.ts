/** What stands where a secret was. */
export const HIDDEN = '[redacted]'

/** Headers that hold secrets. */
const HEADERS = 'authorization|cookie|x-auth-token|x-subject-token|x-security-token|x-emulator-key'
const SECRET_HEADER = new RegExp(`^(?:${HEADERS})$`, 'i')

/** What a secret is called in a body or a query, whichever way its words are joined. */
const NAMES =
  '\\w{0,40}?(?:passw(?:or)?d|passcode|private_?key|secret(?:_?access)?(?:_?key)?|(?:auth|subject|security|session)_?token)|sk|token'
const SECRET_NAME = new RegExp(`^(?:${NAMES})$`, 'i')

/** Whether there may be a secret at all: most bodies hold none, and need no further look. */
const SUSPECT = new RegExp(`\\\\u|pass|key|secret|token|\\bsk\\b|${HEADERS}`, 'i')

/** In what was meant to be JSON: a list or an object where a text belongs hides all that follows. */
const SECRET_FIELDS = new RegExp(
  `((["']?)(?<![\\w-])(?:${NAMES}|token["']?\\s*:\\s*\\{\\s*["']?id)\\2\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|'(?:[^'\\\\]|\\\\.)*'?|[[{][^]*|[^\\s"',{}[\\]]+)`,
  'gi',
)

/** In forms, which somebody may send by mistake. */
const SECRET_PAIRS = new RegExp(`(?<![\\w-])((?:${NAMES})=)[^&\\s]*`, 'gi')
const SECRET_PART = new RegExp(`name="?(?:${NAMES})"?(?![\\w-])`, 'i')

/** A canonical request, which the gateway echoes to its caller, may hold a token that was signed as a header. */
const SECRET_LINES = new RegExp(`((?:${HEADERS}):)[^|"]*`, 'gi')

/** No id in a path is as long as this; a token is. */
const LONGEST_ID = 64

/** Whether a header of this name holds a secret. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name)
}

/** A body without the secrets that its names give away. Takes time in proportion to its length, whatever it holds. */
export function hide(body: string): string {
  if (!SUSPECT.test(body)) return body
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null) return JSON.stringify(without(value))
  } catch {
    // No JSON, cut off, or nested too deep for a walk: the text itself is searched.
  }
  return hideInText(body)
}

/** An answer as `hide` leaves it, and without what it echoes of the headers that were sent: a token may hold any mark. */
export function hideEchoed(body: string, sent: readonly (readonly [name: string, value: string])[]): string {
  return hide(echoesOf(sent).reduce(withoutEcho, body))
}

/**
 * A path and its query without what may be a secret: the values of names that give one away, and what is as long as a
 * token or known to be one.
 */
export function hideInUrl(url: string, isToken: (text: string) => boolean): { path: string; query: string } {
  const mark = url.indexOf('?')
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
  const isSecret = (text: string) => {
    const plain = decode(text)
    return plain.length > LONGEST_ID || isToken(plain)
  }
  const segments = path.split('/').map((segment) => (isSecret(segment) ? HIDDEN : segment))
  if (query === '') return { path: segments.join('/'), query }
  const pairs = query.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    const isGiven = isSecretName(decode(name).replaceAll('-', '_')) || isSecretHeader(decode(name))
    return value.length > 0 && (isGiven || isSecret(value.join('='))) ? `${name}=${HIDDEN}` : pair
  })
  return { path: segments.join('/'), query: pairs.join('&') }
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** A JSON value whose secrets are hidden. What stands under a secret's name is one, but for IAM's `user`, who has one. */
function without(value: unknown, name = '', isSecret = false): unknown {
  if (typeof value !== 'object' || value === null) {
    if (isSecret) return HIDDEN
    return typeof value === 'string' ? hide(value) : value
  }
  if (Array.isArray(value)) return value.map((item) => without(item, name, isSecret))
  // IAM answers with a `token` that describes one; what it is asked with holds the token as its `id`.
  const isToken = name.toLowerCase() === 'token'
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isHidden = isSecretName(key) && !(key.toLowerCase() === 'token' && isObject(inner))
      return [key, without(inner, key, isHidden || (isToken && key === 'id') || (isSecret && key !== 'user'))]
    }),
  )
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hideInText(text: string): string {
  return hideParts(
    // An escaped name could be that of a secret.
    text
      .replace(/\\u00([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(SECRET_FIELDS, `$1"${HIDDEN}"`)
      .replace(SECRET_PAIRS, `$1${HIDDEN}`)
      .replace(SECRET_LINES, `$1${HIDDEN}`),
  )
}

/** The parts of a form of many parts: each has headers, an empty line, and its content. */
function hideParts(text: string): string {
  if (!/\bname=/i.test(text)) return text
  return text
    .split(/(\r?\n--)/)
    .map((part) => {
      const [head = '', blank = ''] = part.split(/(\r?\n\r?\n)/, 2)
      return blank !== '' && SECRET_PART.test(head) ? head + blank + HIDDEN : part
    })
    .join('')
}

/** What the gateway echoes of secret headers: one text a name, joined as Node.js joins what is sent more than once. */
function echoesOf(sent: readonly (readonly [name: string, value: string])[]): string[] {
  const values = new Map<string, string>()
  for (const [name, value] of sent) {
    const before = values.get(name)
    if (!isSecretHeader(name) || (before !== undefined && name === 'authorization')) continue
    values.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`)
  }
  return [...values].map(([name, value]) => `${name}:${JSON.stringify(value.trim()).slice(1, -1)}`)
}

/** A text without an echo; at its end the echo may be cut off. */
function withoutEcho(text: string, echo: string): string {
  const name = echo.slice(0, echo.indexOf(':') + 1)
  const whole = echo === name ? text : text.replaceAll(echo, name + HIDDEN)
  const last = whole.lastIndexOf(name)
  return last >= 0 && echo.startsWith(whole.slice(last)) ? whole.slice(0, last) + name + HIDDEN : whole
}

function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What JSON.parse complains of, without the text around it: that may hold a password, and this goes to logs. */
export function complaint({ message }: Error): string {
  const [token] = /^Unexpected token '.{1,2}'/su.exec(message) ?? []
  return token ?? (message.includes('"') ? 'it cannot be parsed' : message)
}
