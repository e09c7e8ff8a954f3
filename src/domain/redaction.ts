/** What stands where a secret was. */
export const HIDDEN = '[redacted]'

/** Headers that hold secrets. */
const HEADERS = 'authorization|cookie|x-auth-token|x-subject-token|x-security-token|x-emulator-key'
const SECRET_HEADER = new RegExp(`^(?:${HEADERS})$`, 'i')

/** Fields of bodies that hold secrets. */
const FIELDS = 'password|private_key|sk|security_token'

/** In JSON, or what was meant to be it: a list where a text belongs hides all that follows. */
const SECRET_FIELDS = new RegExp(
  `((["']?)\\b(?:${FIELDS})\\2\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|'(?:[^'\\\\]|\\\\.)*'?|\\[[^]*|[^\\s"',{}[\\]]+)`,
  'g',
)

/** The same in forms, which somebody may send by mistake. */
const SECRET_PAIRS = new RegExp(`\\b((?:${FIELDS})=)[^&\\s]*`, 'g')
const SECRET_PARTS = new RegExp(
  `(name="?(?:${FIELDS})"?[^\\n]*\\n(?:[^\\r\\n]+\\r?\\n)*\\r?\\n)[^]*?(?=\\r?\\n--|$)`,
  'g',
)

/** A canonical request, which the gateway echoes to its caller, may hold a token that was signed as a header. */
const SECRET_LINES = new RegExp(`((?:${HEADERS}):)[^|"]*`, 'g')

/** Whether a header of this name holds a secret. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name)
}

/** A body without the secrets that its names give away. */
export function hide(body: string): string {
  return plain(body)
    .replace(SECRET_FIELDS, `$1"${HIDDEN}"`)
    .replace(SECRET_PAIRS, `$1${HIDDEN}`)
    .replace(SECRET_PARTS, `$1${HIDDEN}`)
    .replace(SECRET_LINES, `$1${HIDDEN}`)
}

/** An answer as `hide` leaves it, and without what it echoes of the headers that were sent: a token may hold any mark. */
export function hideEchoed(body: string, sent: readonly (readonly [name: string, value: string])[]): string {
  const secrets = sent.filter(([name]) => isSecretHeader(name))
  const echoes = secrets.map(([name, value]) => [name, JSON.stringify(value.trim()).slice(1, -1)] as const)
  return hide(echoes.reduce((text, [name, echo]) => text.replaceAll(`${name}:${echo}`, `${name}:${HIDDEN}`), body))
}

/** JSON whose names are written as themselves: an escaped one could be that of a secret. */
function plain(body: string): string {
  if (!body.includes('\\u')) return body
  try {
    return JSON.stringify(JSON.parse(body))
  } catch {
    return body.replace(/\\u00([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  }
}

/** What JSON.parse complains of, without the text around it: that may hold a password, and this goes to logs. */
export function complaint({ message }: Error): string {
  const [token] = /^Unexpected token '.{1,2}'/su.exec(message) ?? []
  return token ?? (message.includes('"') ? 'it cannot be parsed' : message)
}
