/** One block of a PEM text. */
export interface Block {
  readonly label: string
  /** The base64 between the markers, without line breaks; what a header says is in it too, and makes it undecodable. */
  readonly body: string
}

/**
 * The blocks of a PEM text (RFC 7468), in order, in time linear in its length whatever it is. `complete` is false where
 * a marker is missing or anything but white space stands outside the blocks.
 */
export function scanPem(text: string): { blocks: Block[]; complete: boolean } {
  const blocks: Block[] = []
  let complete = true
  let open: { label: string; lines: string[] } | undefined
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    const [, edge, label = ''] = /^-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----$/.exec(line) ?? []
    if (edge === 'BEGIN') {
      if (open) complete = false
      open = { label, lines: [] }
    } else if (edge === 'END' && open?.label === label) {
      blocks.push({ label, body: open.lines.join('') })
      open = undefined
    } else if (edge === 'END') {
      complete = false
    } else if (open) {
      open.lines.push(line)
    } else if (line) {
      complete = false
    }
  }
  return { blocks, complete: complete && !open }
}

/** The bytes of a block; undefined where it is no base64. Node's own decoder skips what it does not know. */
export function decode({ body }: Block): Buffer | undefined {
  const bytes = Buffer.from(body, 'base64')
  return body.length > 0 && bytes.toString('base64') === body ? bytes : undefined
}

/** DER as PEM (RFC 7468). @param label e.g. `CERTIFICATE`, `X509 CRL` (the only label for a CRL that openssl takes) */
export function toPem(der: Uint8Array, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
