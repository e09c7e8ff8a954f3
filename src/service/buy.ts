import { rowOf } from '../documents/row.ts'
import { boughtName, type Certificate, orderId } from '../domain/certificate.ts'
import { FREE, FREE_QUOTA, isFree, PRODUCTS } from '../domain/products.ts'
import { schedule } from '../domain/review.ts'
import { enforce } from '../domain/rules.ts'
import { dueAt } from '../domain/transition.ts'
import type { Tag } from '../store/tags.ts'
import type { Context } from './context.ts'

/** What is bought. */
export interface Order {
  type: Certificate['type']
  brand: Certificate['brand']
  domain_type: Certificate['domain_type']
  /** In months. */
  validity_period: number
  domain_count: number
  wildcard_count: number
  multi_domain_type?: Certificate['multi_domain_type']
  enterprise_project_id?: string
  /** How many certificates. */
  count: number
  /** Each certificate's. */
  tags?: readonly Tag[]
  /** The order that they join: purchases can be combined (SDK). A new one unless given. */
  order_id?: string
}

/** Which order, and the certificates that came of it. */
export interface Bought {
  order_id: string
  ids: string[]
}

/**
 * Buys certificates: they are PAID, and wait for an application; UNPAID before, where the world's `purchase` takes time. All
 * of them or none.
 *
 * @throws Refusal SCM.0005 where the number of domains is not one of the domain type, SCM.0016 where no such product is
 * sold, SCM.0011 where the free ones are used up
 */
export function buy(
  { store, world: { project_id, purchase }, now, actor }: Context,
  { count, tags = [], order_id: joined, ...bought }: Order,
): Promise<Bought> {
  const { certificates, events, write } = store
  const { type, brand, domain_type, domain_count } = bought
  const status = purchase === 'immediate' ? 'PAID' : 'UNPAID'
  return write(() => {
    enforce({
      parameter: () =>
        (domain_type === 'MULTI_DOMAIN') === domain_count > 1
          ? undefined
          : 'domain_numbers must be at least 2 for MULTI_DOMAIN, and 1 otherwise',
      order: () => (isSold(bought) ? undefined : `${brand} sells no ${type} for ${domain_type} and this period`),
      free_quota: () =>
        isFree(bought) && certificates.free(project_id) + count > FREE_QUOTA
          ? `an account has at most ${FREE_QUOTA} free certificates`
          : undefined,
    })
    const order_id = joined ?? orderId(certificates.freeId(project_id, now))
    const ids = Array.from({ length: count }, () => {
      const id = certificates.freeId(project_id, now)
      const row = rowOf({ id, order_id, name: boughtName(id), status, domain: '' }, project_id, now)
      const review = status === 'UNPAID' ? { of: 'purchase' as const, ...schedule(purchase, now) } : null
      certificates.insert({ ...row, ...bought, review, due_at: dueAt({ ...row, review }) })
      for (const tag of tags) store.tags.put(project_id, id, tag)
      events.moved(
        { project_id, actor, resource: id },
        { move: 'purchase', at: now, from: null, to: status, due: false },
      )
      return id
    })
    return { order_id, ids }
  })
}

function isSold(order: Pick<Order, 'type' | 'brand' | 'domain_type' | 'validity_period'>): boolean {
  const { type, brand, domain_type, validity_period } = order
  if (validity_period === FREE.validity_period && !isFree(order)) return false
  return PRODUCTS.some(
    (product) => product.cert_type === type && product.cert_brand === brand && product.domain_type === domain_type,
  )
}
