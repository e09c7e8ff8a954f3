import { Type } from 'typebox'
import { PRODUCTS } from '../../../domain/products.ts'
import { refuse } from '../../../domain/rules.ts'
import { operation } from '../../operation.ts'

const Kind = { cert_type: Type.String(), cert_brand: Type.String(), domain_type: Type.String() }
const effective_time = Type.Integer({ description: 'years' })

/** What can be bought. */
export const listProducts = operation({
  method: 'GET',
  url: '/cert/product',
  config: { operation: 'ListProducts', permission: 'scm:certType:get' },
  schema: {
    response: {
      200: Type.Object({
        type_list: Type.Array(
          Type.Object({ ...Kind, product_id: Type.String(), effective_time, product_name: Type.String() }),
        ),
      }),
    },
  },
  async handler() {
    return { type_list: [...PRODUCTS] }
  },
})

/** One product. */
export const showProduct = operation({
  method: 'GET',
  url: '/product/:product_id',
  config: { operation: 'ShowProduct', permission: 'scm:certProduct:get' },
  schema: {
    params: Type.Object({ project_id: Type.String(), product_id: Type.String() }),
    response: { 200: Type.Object({ ...Kind, effective_time }) },
  },
  async handler({ params }) {
    const product = PRODUCTS.find(({ product_id }) => product_id === params.product_id)
    if (!product) throw refuse('parameter', `there is no product ${params.product_id}`)
    const { cert_type, cert_brand, domain_type, effective_time } = product
    return { cert_type, cert_brand, domain_type, effective_time }
  },
})
