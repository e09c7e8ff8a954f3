import { bringUpToDate, NOBODY } from '../ca/due.ts'
import type { Certificate } from '../domain/certificate.ts'
import { FREE_QUOTA } from '../domain/products.ts'
import { countRead } from '../domain/transition.ts'
import type { Query } from '../store/query.ts'
import type { Context } from './context.ts'
import { isChangedByReading } from './show.ts'

/** A page of certificates, and how many there are in all. */
export interface Listed {
  total: number
  certificates: Certificate[]
}

/** A client lists certificates: what is due happens first, then the filter, and what is returned counts as read. */
export async function list(context: Context, query: Query): Promise<Listed> {
  const { store, world, now } = context
  const { project_id } = world
  const { certificates } = store
  await bringUpToDate(context)
  const found = certificates.list(project_id, query)
  if (!found.certificates.some((certificate) => isChangedByReading(certificate, now))) return found
  return store.write(() => {
    const { total, certificates: rows } = certificates.list(project_id, query)
    const read = rows.map((certificate) => {
      const step = countRead(certificate, now)
      certificates.save(certificate, step, NOBODY)
      return step.certificate
    })
    return { total, certificates: read.filter((certificate) => certificate !== null) }
  })
}

/** How many free certificates the account may still have. */
export function freeRemain({ store, world }: Context): number {
  return Math.max(0, FREE_QUOTA - store.certificates.free(world.project_id))
}
