import { X509Certificate } from 'node:crypto'
import type { Context } from '../ca/context.ts'
import { bringUpToDate } from '../ca/due.ts'
import type { X509View } from '../documents/x509.ts'
import { iso } from '../domain/clock.ts'

/**
 * What stands behind a certificate, and what OCSP and the CRL say of it now. Unlike an export it is available whatever
 * the status, and no journal has it.
 *
 * @param input.base this server's address, as the client wrote it: where the CRL and OCSP answers are
 * @throws Refusal SCM.0020
 */
export async function showX509(context: Context, id: string, { base }: { base: string }): Promise<X509View> {
  const { store, ca, world } = context
  await bringUpToDate(context)
  const material = await ca.bundle(store.certificates.find(world.project_id, id), base)
  const serial = material ? new X509Certificate(material.certificate).serialNumber.toLowerCase() : null
  const { status, revoked_at, reason } = ca.status(context, serial ?? '')
  const { number, this_update, next_update } = await ca.crl(context)
  return {
    certificate: material?.certificate ?? null,
    chain: material?.chain ?? null,
    serial,
    ocsp: { status, revoked_at: revoked_at === undefined ? null : iso(revoked_at), reason: reason ?? null },
    // Both come from the same ledger, up to the same instant.
    crl: { number, this_update: iso(this_update), next_update: iso(next_update), listed: status === 'revoked' },
  }
}
