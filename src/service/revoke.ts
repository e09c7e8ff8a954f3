import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Submits a revocation, which cannot be taken back: the certificate is REVOKING until the CA has approved (user guide).
 *
 * @param reason free text; the CRL and OCSP show the reason of RFC 5280 that the world has for it
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010
 */
export async function revoke(context: Context, id: string, { reason }: { reason: string }): Promise<void> {
  await move(context, id, { move: 'revoke', input: { reason } })
}
