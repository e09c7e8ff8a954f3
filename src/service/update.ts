import type { Certificate } from '../domain/certificate.ts'
import type { Context } from './context.ts'
import { move } from './move.ts'

/** What can be changed, and what it may become. */
const FIELDS: Readonly<Record<string, { field: 'name' | 'description'; pattern: RegExp; takes: string }>> = {
  CERT_NAME: { field: 'name', pattern: /^[A-Za-z0-9-]{1,63}$/, takes: '1 to 63 letters, digits and hyphens' },
  DESCRIPTION: { field: 'description', pattern: /^\P{Surrogate}{0,255}$/u, takes: '0 to 255 characters' },
}

/**
 * Renames or describes a certificate.
 *
 * @param change the vendor's name of a field, and what it becomes
 * @throws Refusal SCM.0020, SCM.0003, SCM.0023, SCM.0024
 */
export async function update(context: Context, id: string, change: { key: string; value: string }): Promise<void> {
  const { key, value } = change
  const known = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined
  await move(context, id, {
    move: 'edit',
    checks: () => ({
      modify_key: () => (known ? undefined : `modify_key is "${key}"; it must be CERT_NAME or DESCRIPTION`),
      modify_value: () => (known?.pattern.test(value) ? undefined : `${key} takes ${known?.takes}`),
    }),
    input() {
      const fields: Partial<Pick<Certificate, 'name' | 'description'>> = {}
      if (known) fields[known.field] = value
      return { fields }
    },
  })
}
