import { PRODUCTS, type Product } from '../domain/products.ts'
import { refuse } from '../domain/rules.ts'

/** One of the products that can be bought. @throws Refusal SCM.0005 */
export function showProduct(product_id: string): Product {
  const product = PRODUCTS.find((known) => known.product_id === product_id)
  if (!product) throw refuse('parameter', `there is no product ${product_id}`)
  return product
}
