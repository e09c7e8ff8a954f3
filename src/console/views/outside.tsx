import type { CertificateView, X509View } from '../../documents/index.ts'
import { Code, saveFile } from '../parts/copy.tsx'
import { Field } from '../parts/field.tsx'
import { useFound } from '../parts/found.ts'
import { project } from '../state/world.ts'
import { call } from '../transport.ts'
import { words } from '../words/index.ts'
import { moment } from '../words/time.ts'

/** How the world outside sees a certificate: its files, what OCSP and the CRL say, and how openssl proves it. */
export function Outside({ certificate: { id, status, updated_at } }: { certificate: CertificateView }) {
  const w = words.value
  const path = `/worlds/${project.value}/certificates/${id}/x509`
  const found = useFound(() => call<X509View>('GET', path), [id, status, updated_at])
  if (!found?.certificate) return null
  const { certificate, chain, serial, ocsp, crl } = found
  const base = `${location.origin}/pki/${project.value}`
  const name = `${id}.pem`
  const proof = `curl -s ${base}/ca.pem > ca.pem
curl -s ${base}/root.pem > root.pem
openssl ocsp -issuer ca.pem -cert ${name} -CAfile root.pem -url ${base}/ocsp`
  return (
    <section>
      <h2>{w.$outside}</h2>
      <dl class="fields">
        <Field name="OCSP">
          <b class={ocsp.status === 'revoked' ? 'bad' : 'good'}>{ocsp.status}</b>{' '}
          {ocsp.revoked_at && `${moment(ocsp.revoked_at)} ${ocsp.reason}`}
        </Field>
        <Field name="CRL">
          <b class={crl.listed ? 'bad' : 'good'}>{crl.listed ? w.$listed : w.$notListed}</b>{' '}
          {w.$crlNumber(crl.number, moment(crl.next_update))}
        </Field>
        <Field name={w.$serial}>{serial}</Field>
      </dl>
      <PemFile title={w.$certificate} text={certificate} name={name} />
      <PemFile title={w.$chain} text={chain ?? ''} name="chain.pem" />
      <details>
        <summary>{w.$proof}</summary>
        <Code text={proof} />
      </details>
    </section>
  )
}

function PemFile({ title, text, name }: { title: string; text: string; name: string }) {
  return (
    <details>
      <summary>
        {title} <code>{name}</code>
      </summary>
      <Code text={text}>
        <button type="button" class="small" onClick={() => saveFile(name, text)}>
          {words.value.$download}
        </button>
      </Code>
    </details>
  )
}
