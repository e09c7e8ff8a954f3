import { createHash, createHmac } from 'node:crypto'

const ALGORITHM = 'SDK-HMAC-SHA256'
const SIGNED = 'x-sdk-date'

/** The headers of a signed request, as the vendor's SDKs make them; the date alone is signed beside the body. */
export function sign(method: string, path: string, body: string, { ak, sk }: { ak: string; sk: string }): string[] {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const canonical = [method, `${path}/`, '', `${SIGNED}:${date}\n`, SIGNED, sha256(body)].join('\n')
  const signature = createHmac('sha256', sk)
    .update([ALGORITHM, date, sha256(canonical)].join('\n'))
    .digest('hex')
  return [
    `X-Sdk-Date: ${date}`,
    `Authorization: ${ALGORITHM} Access=${ak}, SignedHeaders=${SIGNED}, Signature=${signature}`,
  ]
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
