import { setImmediate } from 'node:timers/promises'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { CRL_REASONS, type CrlReason } from '../domain/revocation.ts'
import { encode, sequenceBlock, serialNumber, time } from './der.ts'
import { authorityKeyIdentifier, crlNumber } from './extensions.ts'
import { type Issuer, signed, unsigned } from './issuer.ts'

/** A line of a CRL. */
export interface Revocation {
  /** Lower-case hex. */
  readonly serial: string
  /** Epoch milliseconds; fractions of a second are cut. */
  readonly revoked_at: number
  readonly reason?: CrlReason
}

/** How many lines are encoded before others have their turn of the event loop: a few milliseconds' worth. */
const TURN = 100

/**
 * A certificate revocation list of version 2 (RFC 5280, 5), DER; `toPem(crl, 'X509 CRL')` for PEM.
 *
 * @param crl.number must grow with every list of this issuer
 * @param crl.next_update when the next one comes at the latest; all instants are epoch milliseconds
 * @param crl.revoked in the order in which they are listed; the reason `unspecified` is left out, as RFC 5280 5.3.1 says
 */
export async function createCrl({
  issuer,
  number,
  this_update,
  next_update,
  revoked,
}: {
  issuer: Issuer
  number: number
  this_update: number
  next_update: number
  revoked: readonly Revocation[]
}): Promise<Buffer> {
  const crl = new pkijs.CertificateRevocationList({
    version: 1,
    signature: issuer.algorithm,
    issuer: issuer.name,
    thisUpdate: time(this_update),
    nextUpdate: time(next_update),
    crlExtensions: new pkijs.Extensions({ extensions: [authorityKeyIdentifier(issuer.key_id), crlNumber(number)] }),
  })
  const list = unsigned(crl)
  // pkijs would encode all lines at once, which takes most of a second for 10,000; an empty list must be absent.
  if (revoked.length > 0) list.valueBlock.value.splice(-1, 0, sequenceBlock(await encodeLines(revoked)))
  return signed(encode(list), issuer)
}

async function encodeLines(revoked: readonly Revocation[]): Promise<Buffer[]> {
  const extensions = new Map<CrlReason, pkijs.Extensions>()
  const lines: Buffer[] = []
  for (const { serial, revoked_at, reason = 'unspecified' } of revoked) {
    if (lines.length % TURN === TURN - 1) await setImmediate()
    const crlEntryExtensions = extensions.get(reason) ?? reasonExtensions(reason)
    extensions.set(reason, crlEntryExtensions)
    const line = new pkijs.RevokedCertificate({
      userCertificate: serialNumber(serial),
      revocationDate: time(revoked_at),
      ...(reason !== 'unspecified' && { crlEntryExtensions }),
    })
    lines.push(encode(line.toSchema()))
  }
  return lines
}

function reasonExtensions(reason: CrlReason): pkijs.Extensions {
  const extnValue = new asn1js.Enumerated({ value: CRL_REASONS[reason] }).toBER()
  return new pkijs.Extensions({ extensions: [new pkijs.Extension({ extnID: pkijs.id_CRLReason, extnValue })] })
}
