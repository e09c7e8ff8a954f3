import { rowOf } from '../documents/row.ts'
import { type Certificate, orderId } from '../domain/certificate.ts'
import { FREE_QUOTA, isFree, PRODUCTS } from '../domain/products.ts'
import { refuse } from '../domain/rules.ts'
import type { Actor } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'

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
}

/**
 * Buys certificates: they are PAID, and wait for an application. All of them or none.
 *
 * @throws Refusal SCM.0005 where the number of domains is not one of the domain type, SCM.0016 where no such product is
 * sold, SCM.0011 where the free ones are used up
 */
export function purchase(store: Store, { project_id }: World, order: Order, now: number, actor: Actor) {
  const { count, ...bought } = order
  const { type, brand, domain_type, domain_count } = bought
  if ((domain_type === 'MULTI_DOMAIN') !== domain_count > 1) {
    throw refuse('parameter', 'domain_numbers must be at least 2 for MULTI_DOMAIN, and 1 otherwise')
  }
  const isSold = PRODUCTS.some(
    (product) => product.cert_type === type && product.cert_brand === brand && product.domain_type === domain_type,
  )
  return store.write(() => {
    if (!isSold) throw refuse('order', `${brand} sells no ${type} for ${domain_type}`)
    if (isFree(type) && store.certificates.free(project_id) + count > FREE_QUOTA) {
      throw refuse('free_quota', `an account has at most ${FREE_QUOTA} free certificates`)
    }
    const order_id = orderId(store.certificates.freeId(project_id, now))
    const ids = Array.from({ length: count }, () => {
      const id = store.certificates.freeId(project_id, now)
      const certificate = rowOf({ id, order_id, status: 'PAID', domain: '' }, project_id, now)
      store.certificates.insert({ ...certificate, ...bought })
      store.events.append(project_id, actor, id, { move: 'purchase', at: now, from: null, to: 'PAID', due: false })
      return id
    })
    return { order_id, ids }
  })
}
