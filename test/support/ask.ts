import { type IncomingHttpHeaders, request } from 'node:http'

export interface Ask {
  method?: string
  path: string
  headers?: Record<string, string>
  /** Text or bytes go as they are, anything else as JSON with its content type. */
  body?: unknown
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** The body where it is JSON; a test says what it expects by asserting on it. */
  json: any
}

/** Asks over a socket of its own, with path, headers and body just as they are given. */
export function askOver(url: string, { method = 'GET', path, ...rest }: Ask): Promise<Answer> {
  const { headers, payload } = encode(rest)
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve(answer(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks).toString())),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}

/** What is sent: text or bytes as they are, anything else as JSON. */
export function encode({ headers = {}, body }: Pick<Ask, 'headers' | 'body'>) {
  if (body === undefined) return { headers }
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const payload = isRaw ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body))
  return {
    headers: {
      ...(!isRaw && { 'content-type': 'application/json' }),
      'content-length': String(payload.length),
      ...headers,
    },
    payload,
  }
}

/** What came back, and as JSON where it is that. */
export function answer(status: number, headers: IncomingHttpHeaders, text: string): Answer {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status, headers, text, json }
}
