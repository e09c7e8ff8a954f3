import { sansOf } from '../domain/certificate.ts'
import { notBought } from './application.ts'
import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Adds domains to a certificate for several: the CA reviews them.
 *
 * @param added joined with `;`
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0015
 */
export async function supplement(context: Context, id: string, { added }: { added: string }): Promise<void> {
  const names = added.split(';').filter(Boolean)
  await move(context, id, {
    move: 'supplement',
    checks: (certificate) => ({
      domains: () => notBought(certificate, certificate.domain, [...sansOf(certificate), ...names]),
    }),
    input: { sans: names.join(';') },
  })
}
