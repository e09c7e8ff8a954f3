import { rowOf } from '../documents/row.ts'
import { type Certificate, orderId } from '../domain/certificate.ts'
import { FREE_QUOTA, isFree, PRODUCTS } from '../domain/products.ts'
import { enforce } from '../domain/rules.ts'
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
}

/** Which order, and the certificates that came of it. */
export interface Bought {
  order_id: string
  ids: string[]
}

/**
 * Buys certificates: they are PAID, and wait for an application. All of them or none.
 *
 * @throws Refusal SCM.0005 where the number of domains is not one of the domain type, SCM.0016 where no such product is
 * sold, SCM.0011 where the free ones are used up
 */
export function buy(
  { store, world: { project_id }, now, actor }: Context,
  { count, ...bought }: Order,
): Promise<Bought> {
  const { certificates, events, write } = store
  const { type, brand, domain_type, domain_count } = bought
  return write(() => {
    enforce({
      parameter: () =>
        (domain_type === 'MULTI_DOMAIN') === domain_count > 1
          ? undefined
          : 'domain_numbers must be at least 2 for MULTI_DOMAIN, and 1 otherwise',
      order: () => (isSold(bought) ? undefined : `${brand} sells no ${type} for ${domain_type}`),
      free_quota: () =>
        isFree(type) && certificates.free(project_id) + count > FREE_QUOTA
          ? `an account has at most ${FREE_QUOTA} free certificates`
          : undefined,
    })
    const order_id = orderId(certificates.freeId(project_id, now))
    const ids = Array.from({ length: count }, () => {
      const id = certificates.freeId(project_id, now)
      certificates.insert({ ...rowOf({ id, order_id, status: 'PAID', domain: '' }, project_id, now), ...bought })
      events.moved(
        { project_id, actor, resource: id },
        { move: 'purchase', at: now, from: null, to: 'PAID', due: false },
      )
      return id
    })
    return { order_id, ids }
  })
}

function isSold({ type, brand, domain_type }: Pick<Order, 'type' | 'brand' | 'domain_type'>): boolean {
  return PRODUCTS.some(
    (product) => product.cert_type === type && product.cert_brand === brand && product.domain_type === domain_type,
  )
}
