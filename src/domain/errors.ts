/**
 * The catalogue: every error that the service and the gateways in front of it publish, as data. Rules (`rules.ts`) refer to
 * its keys, `GET /_emulator/errors` serves it, the documentation is held to it by a test.
 *
 * A key is the vendor's code; where one code has several rows, `/status` (or `/method`) tells them apart.
 */

/** How we know a fact about the real service; of what is contested sources disagree (`contested.ts`). */
export const SOURCES = ['documented', 'sdk', 'observed', 'assumed', 'contested'] as const

export type Source = (typeof SOURCES)[number]

/** The pages that the rows come from, as the `reference` of a row names them. */
export const REFERENCES = {
  'scm-2021': 'SCM API reference, error codes, 2021',
  'ccm-2025': 'CCM API reference, error codes, 2025',
  'ccm-faq': 'CCM frequently asked questions; they publish no status',
  'apigw-doc': 'API Gateway user guide, error codes',
  terraform: "what the vendor's Terraform provider takes as gone; the message is ours",
  'client-log': 'seen on the wire, in the log of a client',
  'iam-doc': 'IAM API reference; IAM has no codes of its own, the keys are ours',
} as const

type Reference = keyof typeof REFERENCES

/** key, HTTP status, English message, Chinese message, references, and the source where it is not `documented`. */
const ROWS = [
  ['SCM.0002', 403, 'Incorrect tenant ID.', '租户ID错误', 'scm-2021'],
  ['SCM.0003', 400, 'Tenant has no privilege.', '租户无法操作不属于自己的证书', 'ccm-2025'],
  ['SCM.0005', 400, 'Incorrect request parameter.', '请求参数错误', 'scm-2021 ccm-2025'],
  [
    'SCM.0006',
    400,
    'The uploaded certificate failed to be resolved. Ensure that the uploaded certificate has been issued.',
    '上传证书解析不正确',
    'ccm-2025',
  ],
  ['SCM.0007', 500, 'Failed to download the certificate.', '证书下载失败', 'scm-2021'],
  ['SCM.0008', 400, 'Abnormal certificate ID', '证书编号异常', 'scm-2021 ccm-2025'],
  [
    'SCM.0009',
    400,
    'Failed to upload the certificate because no domain name is bound to the certificate.',
    '证书未绑定域名,上传失败',
    'scm-2021 ccm-2025',
  ],
  [
    'SCM.0010',
    400,
    'This operation is not allowed by the current certificate type or status.',
    '证书类型或当前状态不支持此操作',
    'scm-2021 ccm-2025',
  ],
  [
    'SCM.0011',
    400,
    'The max number of free certificates for the current user has been reached, and you cannot continue to purchase free certificates.',
    '当前用户证书数量已经达到最大值,不能继续添加',
    'ccm-2025',
  ],
  [
    'SCM.0012',
    400,
    'The uploaded private key failed to be resolved. Ensure that the certificate has been issued.',
    '上传私钥解析不正确,请确保填写已签发证书',
    'scm-2021 ccm-2025',
  ],
  [
    'SCM.0013',
    400,
    'The uploaded certificate chain failed to be resolved. Ensure that the certificate has been issued.',
    '上传证书链解析不正确，请确保填写已签发证书',
    'scm-2021',
  ],
  [
    'SCM.0014',
    400,
    'The uploaded certificate does not match the private key.',
    '上传证书和私钥不匹配',
    'scm-2021 ccm-2025',
  ],
  [
    'SCM.0015',
    400,
    'The number or format of domain names entered does not meet the requirements of the your certificate.',
    '填写域名数量或格式与所购买证书要求不一致',
    'scm-2021 ccm-2025',
  ],
  ['SCM.0016', 400, 'Failed to order.', '订单异常', 'ccm-2025'],
  ['SCM.0016/500', 500, 'Failed to order.', '订单异常', 'client-log', 'observed'],
  ['SCM.0020', 400, 'Incorrect certificate ID.', '证书ID错误', 'scm-2021 ccm-2025'],
  ['SCM.0020/404', 404, 'Incorrect certificate ID.', '证书ID错误', 'terraform', 'sdk'],
  ['SCM.0023', 400, 'Modify key format error.', '修改键错误', 'ccm-2025'],
  ['SCM.0024', 400, 'Modify value format error.', '修改内容错误', 'ccm-2025'],
  ['SCM.0028', 400, 'Push cert error', '证书推送异常', 'ccm-2025'],
  ['SCM.0030', 400, 'Certificates cannot be pushed to this service.', '暂不支持的推送服务类型', 'scm-2021 ccm-2025'],
  ['SCM.0031', 400, 'Certificate parsing error.', '证书解析异常', 'scm-2021'],
  ['SCM.0032', 400, 'Incorrect certificate name.', '证书名称错误', 'scm-2021'],
  ['SCM.0037', 500, 'Failed to encrypt the certificate.', '证书加密失败', 'scm-2021'],
  ['SCM.0038', 500, 'Failed to decrypt the certificate.', '证书解密失败', 'scm-2021'],
  [
    'SCM.0053',
    400,
    'The certificate format is incorrect. It must start or end with a specific string.',
    '',
    'ccm-faq',
    'assumed',
  ],
  ['SCM.0054', 400, 'The certificate content is missing.', '', 'ccm-faq', 'assumed'],
  ['SCM.0059', 400, 'The certificate private key is empty.', '证书私钥为空', 'scm-2021'],
  ['SCM.0069', 400, 'No projects found.', '项目不存在', 'scm-2021'],
  [
    'SCM.0070',
    400,
    'Incorrect format of the domain bound to the certificate to be uploaded.',
    '上传证书域名格式错误',
    'scm-2021',
  ],
  [
    'SCM.0079',
    400,
    'The subject of the CA certificate does not match the issuer of the certificate.',
    '',
    'ccm-faq',
    'assumed',
  ],
  [
    'SCM.0114',
    400,
    'Incorrect private key format. It must start or end with a specific string.',
    '',
    'ccm-faq',
    'assumed',
  ],
  ['SCM.0201', 400, 'Failed to push to ELB.', '推送失败，ELB error message：', 'scm-2021'],
  ['SCM.0202', 400, 'Insufficient ELB permissions', 'ELB权限不足', 'scm-2021'],
  ['SCM.0203', 400, 'Failed to push to ELB.', 'ELB推送失败', 'scm-2021'],
  ['SCM.0211', 400, 'Failed to push to CDN.', '推送失败，CDN error message：', 'scm-2021'],
  ['SCM.0212', 400, 'Insufficient CDN permissions', 'CDN权限不足', 'scm-2021'],
  ['SCM.0213', 500, 'Failed to push to CDN.', 'CDN推送失败', 'scm-2021'],
  ['SCM.0221', 400, 'Failed to push to WAF.', '推送失败，WAF error message：', 'scm-2021'],
  ['SCM.0222', 400, 'Insufficient WAF permissions', 'WAF权限不足', 'scm-2021'],
  ['SCM.0223', 500, 'Failed to push to WAF.', 'WAF推送失败', 'scm-2021'],
  ['SCM.0707', 400, 'The CSR does not exist.', '', 'terraform', 'sdk'],
  [
    'SCM.1000',
    401,
    'The token of the request fails to be authenticated',
    '请求所带的Token没有经过认证或者认证失败',
    'scm-2021',
  ],
  ['SCM.1004', 401, 'Failed to apply for OBT.', '用户未申请服务公测，请先申请公测', 'scm-2021'],
  ['SCM.1009', 401, 'Your account is restricted.', '账户受限', 'scm-2021'],
  ['SCM.1010', 401, 'Your account is frozen.', '账户冻结', 'scm-2021'],
  ['SCM.4001', 500, 'An error occurred when accessing the PDP API.', '获取细粒度授权结果失败', 'scm-2021'],
  ['SCM.4002', 401, 'You do not have permission to perform this operation.', '您的权限不足。缺少策略', 'scm-2021'],
  [
    'APIGW.0101',
    404,
    'The API does not exist or has not been published in the environment',
    '',
    'apigw-doc',
    'observed',
  ],
  ['APIGW.0101/method', 404, 'The API does not exist.', '', 'apigw-doc'],
  ['APIGW.0103', 404, 'The backend does not exist.', '', 'apigw-doc'],
  ['APIGW.0104', 400, 'The plug-ins do not exist.', '', 'apigw-doc'],
  ['APIGW.0105', 400, 'The backend configurations do not exist.', '', 'apigw-doc'],
  ['APIGW.0106', 400, 'Orchestration error.', '', 'apigw-doc'],
  ['APIGW.0201', 400, 'API request error.', '', 'apigw-doc'],
  ['APIGW.0201/413', 413, 'Request entity too large.', '', 'apigw-doc'],
  ['APIGW.0201/414', 414, 'Request URI too large.', '', 'apigw-doc'],
  ['APIGW.0201/494', 494, 'Request headers too large.', '', 'apigw-doc'],
  ['APIGW.0201/502', 502, 'Backend unavailable.', '', 'apigw-doc'],
  ['APIGW.0201/504', 504, 'Backend timeout.', '', 'apigw-doc'],
  ['APIGW.0301', 401, 'Incorrect IAM authentication information.', '', 'apigw-doc'],
  ['APIGW.0302', 403, 'The IAM user is not authorized to access the API.', '', 'apigw-doc'],
  ['APIGW.0303', 401, 'Incorrect app authentication information.', '', 'apigw-doc'],
  ['APIGW.0304', 403, 'The app is not authorized to access the API.', '', 'apigw-doc'],
  ['APIGW.0305', 401, 'Incorrect authentication information.', '', 'apigw-doc'],
  ['APIGW.0306', 403, 'API access denied.', '', 'apigw-doc'],
  ['APIGW.0307', 401, 'The token must be updated.', '', 'apigw-doc'],
  ['APIGW.0308', 429, 'The throttling threshold has been reached.', '', 'apigw-doc'],
  ['APIGW.0310', 403, 'The project is unavailable.', '', 'apigw-doc'],
  ['APIGW.0311', 401, 'Incorrect debugging authentication information.', '', 'apigw-doc'],
  ['APIGW.0401', 403, 'Unknown client IP address.', '', 'apigw-doc'],
  ['APIGW.0402', 403, 'The IP address is not authorized to access the API.', '', 'apigw-doc'],
  ['APIGW.0404', 403, 'Access to the backend IP address has been denied.', '', 'apigw-doc'],
  ['APIGW.0501', 405, 'The app quota has been used up.', '', 'apigw-doc'],
  ['APIGW.0502', 405, 'The app has been frozen.', '', 'apigw-doc'],
  ['APIGW.0601', 500, 'Internal server error.', '', 'apigw-doc'],
  ['APIGW.0602', 400, 'Bad request.', '', 'apigw-doc'],
  ['APIGW.0605', 500, 'Domain name resolution failed.', '', 'apigw-doc'],
  ['APIGW.0606', 500, 'Failed to load the API configurations.', '', 'apigw-doc'],
  ['APIGW.0607', 400, 'The following protocol is supported: {xxx}', '', 'apigw-doc'],
  ['APIGW.0608', 500, 'Failed to obtain the admin token.', '', 'apigw-doc'],
  ['APIGW.0609', 500, 'The VPC backend does not exist.', '', 'apigw-doc'],
  ['APIGW.0610', 502, 'No backend available.', '', 'apigw-doc'],
  ['APIGW.0611', 500, 'The backend port does not exist.', '', 'apigw-doc'],
  ['APIGW.0612', 500, 'An API cannot call itself.', '', 'apigw-doc'],
  ['APIGW.0613', 503, 'The IAM service is currently unavailable.', '', 'apigw-doc'],
  ['APIGW.0705', 500, 'Backend signature calculation failed.', '', 'apigw-doc'],
  ['APIGW.0801', 403, 'The service is unavailable in the currently selected region.', '', 'apigw-doc'],
  ['APIGW.0802', 403, 'The IAM user is forbidden in the currently selected region.', '', 'apigw-doc'],
  ['IAM.400', 400, 'The request body is invalid', '', 'iam-doc'],
  ['IAM.401', 401, 'The username or password is wrong.', '', 'iam-doc'],
  ['IAM.401/token', 401, 'The request you have made requires authentication.', '', 'iam-doc', 'assumed'],
  ['IAM.403', 403, 'You are not authorized to perform the requested action.', '', 'iam-doc', 'assumed'],
  ['IAM.404', 404, 'X-Subject-Token is invalid in the request', '', 'iam-doc'],
] as const

export type ErrorKey = (typeof ROWS)[number][0]

/** One row of the catalogue. */
export interface CatalogueRow {
  readonly key: ErrorKey
  readonly code: string
  readonly status: number
  readonly message: string
  readonly message_zh: string
  readonly source: Source
  readonly references: readonly Reference[]
}

export const CATALOGUE: readonly CatalogueRow[] = ROWS.map(
  ([key, status, message, message_zh, references, source]) => ({
    key,
    code: key.split('/', 1)[0] as string,
    status,
    message,
    message_zh,
    source: source ?? 'documented',
    references: references.split(' ') as Reference[],
  }),
)

const byKey = new Map<string, CatalogueRow>(CATALOGUE.map((row) => [row.key, row]))

/** The row of a key. @throws where there is none: keys come from code, or were checked before. */
export function catalogued(key: ErrorKey): CatalogueRow {
  const row = byKey.get(key)
  if (!row) throw new Error(`the catalogue has no error ${key}`)
  return row
}
