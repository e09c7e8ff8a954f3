import { useSignal } from '@preact/signals'
import type { CertificateView } from '../../documents/index.ts'
import { type Listing, readCrl, serialOf } from '../crl.ts'
import { announce, attempt } from '../parts/announce.tsx'
import { Code, saveFile } from '../parts/copy.tsx'
import { callFor } from '../state/moves.ts'
import { tokenOf } from '../state/token.ts'
import { project } from '../state/world.ts'
import { ask } from '../transport.ts'
import { words } from '../words/index.ts'
import { moment } from '../words/time.ts'

interface Files {
  readonly certificate: string
  readonly certificate_chain: string
}

/** How the world outside sees a certificate: its files, what the CRL says, and how to check both by openssl. */
export function Outside({ certificate }: { certificate: CertificateView }) {
  const w = words.value
  const files = useSignal<Files | null>(null)
  const listing = useSignal<Listing | null>(null)
  const base = `${location.origin}/pki/${project.value}`
  const name = `${certificate.id}.pem`

  const get = () =>
    attempt(async () => {
      const token = await tokenOf(project.value)
      const { url, body, ...init } = callFor('export', certificate, project.value, token)
      const reply = await ask(url, init)
      if (!reply.ok) throw new Error(reply.headers.get('x-emulator-reason') ?? reply.statusText)
      files.value = await reply.json()
    })
  const look = () =>
    attempt(async () => {
      const reply = await ask(`${base}/ca.crl`)
      if (!reply.ok) throw new Error(reply.headers.get('x-emulator-reason') ?? reply.statusText)
      const serial = files.value && serialOf(files.value.certificate)
      listing.value = readCrl(new Uint8Array(await reply.arrayBuffer()), serial ?? '')
      announce(listing.value.entry ? w.listed(moment(listing.value.entry.since), '') : w.notListed)
    })
  const both = async () => {
    if (files.value || (await get())) await look()
  }
  const line = [
    `curl -s ${base}/root.pem ${base}/ca.pem > chain.pem`,
    `curl -s ${base}/ca.pem > ca.pem`,
    `openssl ocsp -issuer ca.pem -cert ${name} -CAfile chain.pem -url ${base}/ocsp`,
  ].join('\n')
  return (
    <section>
      <h2>{w.outside}</h2>
      <p class="note">{w.outsideText}</p>
      <div class="actions">
        <button type="button" onClick={get}>
          {w.export}
        </button>
        <button type="button" onClick={both}>
          {w.askCrl}
        </button>
      </div>
      {listing.value && (
        <dl class="fields">
          <div>
            <dt>CRL</dt>
            <dd class={listing.value.entry ? 'bad' : 'good'}>
              {listing.value.entry
                ? w.listed(moment(listing.value.entry.since), listing.value.entry.reason)
                : w.notListed}
            </dd>
          </div>
          <div>
            <dt />
            <dd>{w.crlNumber(listing.value.number, moment(listing.value.nextUpdate))}</dd>
          </div>
        </dl>
      )}
      {files.value && (
        <>
          <PemFile title={w.certificate} text={files.value.certificate} name={name} />
          <PemFile title={w.chain} text={files.value.certificate_chain} name="chain.pem" />
          <h3>{w.proof}</h3>
          <Code text={line} />
        </>
      )}
    </section>
  )
}

function PemFile({ title, text, name }: { title: string; text: string; name: string }) {
  return (
    <details class="file">
      <summary>
        {title} <code>{name}</code>
      </summary>
      <Code text={text} />
      <button type="button" class="small" onClick={() => saveFile(name, text, 'application/x-pem-file')}>
        {words.value.download}
      </button>
    </details>
  )
}
