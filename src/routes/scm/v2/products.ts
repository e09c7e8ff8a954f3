import { Type } from 'typebox'
import { PRODUCTS } from '../../../domain/products.ts'
import { showProduct as show } from '../../../service/products.ts'
import { operation, ProjectId, ProjectPath } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { brand, domain_type, text, type } from '../fields.ts'

const Kind = { cert_type: type, cert_brand: brand, domain_type }
const effective_time = Type.Enum([0, 1, 2], {
  description: 'years; 0 is that of the free one, which is valid for three months',
})

/** What can be bought. */
export const listProducts = operation({
  method: 'GET',
  url: '/cert/product',
  config: {
    operation: 'ListProducts',
    permission: 'scm:certType:get',
    title: 'List products',
    title_zh: '查询证书产品类型',
    description: 'What can be bought.',
  },
  schema: {
    params: ProjectPath,
    response: {
      200: exactly(
        { type_list: Type.Array(exactly({ ...Kind, product_id: text, effective_time, product_name: text })) },
        { type_list: PRODUCTS.slice(0, 1) },
      ),
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
  config: {
    operation: 'ShowProduct',
    permission: 'scm:certProduct:get',
    title: 'Show a product',
    title_zh: '查询证书产品详情',
  },
  schema: {
    params: Type.Object({ project_id: ProjectId, product_id: Type.String({ examples: ['00301-106001-0--0'] }) }),
    response: {
      200: exactly(
        { ...Kind, effective_time },
        { cert_type: 'DV_SSL_CERT', cert_brand: 'GEOTRUST', domain_type: 'SINGLE_DOMAIN', effective_time: 1 },
      ),
    },
  },
  async handler({ params }) {
    const { cert_type, cert_brand, domain_type, effective_time } = show(params.product_id)
    return { cert_type, cert_brand, domain_type, effective_time }
  },
})
