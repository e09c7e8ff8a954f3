/** What stands where a secret was. */
export const HIDDEN = '[redacted]'

/** Headers that hold secrets. */
const SECRET_HEADERS = /^(?:authorization|cookie|x-auth-token|x-subject-token|x-security-token|x-emulator-key)$/i

/** Fields of JSON bodies that hold secrets. */
const SECRET_FIELDS = /("(?:password|private_key|sk|security_token)"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^\s",}\]]+)/g

/** The same in forms, which somebody may send by mistake. */
const SECRET_PAIRS = /\b((?:password|private_key|sk|security_token)=)[^&\s]*/g

/** A canonical request, which the gateway echoes to its caller, may hold a token that was signed as a header. */
const SECRET_LINES = /(x-(?:auth|security)-token:)[^|"]*/g

/** Whether a header of this name holds a secret. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.test(name)
}

/** A body without the secrets that its names give away. */
export function hide(body: string): string {
  return plain(body)
    .replace(SECRET_FIELDS, `$1"${HIDDEN}"`)
    .replace(SECRET_PAIRS, `$1${HIDDEN}`)
    .replace(SECRET_LINES, `$1${HIDDEN}`)
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
