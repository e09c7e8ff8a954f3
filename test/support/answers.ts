import type { Test } from 'tap'
import type { Answer } from './ask.ts'

export type Source = 'documented' | 'sdk' | 'observed' | 'assumed' | 'contested'

/** How a reason ends: with its source, and that of its code where that is less. */
const KNOWN = /^[\x20-\x7e]+ \((?:documented|sdk|observed|assumed|contested)(?:, its code assumed)?\)$/

/** Status, English and Chinese message of each answer, copied by hand from the vendor's tables: `src` must agree. */
export const ANSWERS = {
  'SCM.0002': [403, 'Incorrect tenant ID.', '租户ID错误'],
  'SCM.0003': [400, 'Tenant has no privilege.', '租户无法操作不属于自己的证书'],
  'SCM.0005': [400, 'Incorrect request parameter.', '请求参数错误'],
  'SCM.0008': [400, 'Abnormal certificate ID', '证书编号异常'],
  'SCM.0010': [
    400,
    'This operation is not allowed by the current certificate type or status.',
    '证书类型或当前状态不支持此操作',
  ],
  'SCM.0020': [400, 'Incorrect certificate ID.', '证书ID错误'],
  'SCM.0020/404': [404, 'Incorrect certificate ID.', '证书ID错误'],
  'SCM.0069': [400, 'No projects found.', '项目不存在'],
  'SCM.1000': [401, 'The token of the request fails to be authenticated', '请求所带的Token没有经过认证或者认证失败'],
  'SCM.1009': [401, 'Your account is restricted.', '账户受限'],
  'SCM.1010': [401, 'Your account is frozen.', '账户冻结'],
  'SCM.4002': [401, 'You do not have permission to perform this operation.', '您的权限不足。缺少策略'],
  'APIGW.0101': [404, 'The API does not exist or has not been published in the environment', ''],
  'APIGW.0101/method': [404, 'The API does not exist.', ''],
  'APIGW.0201': [400, 'API request error.', ''],
  'APIGW.0201/413': [413, 'Request entity too large.', ''],
  'APIGW.0201/414': [414, 'Request URI too large.', ''],
  'APIGW.0201/494': [494, 'Request headers too large.', ''],
  'APIGW.0301': [401, 'Incorrect IAM authentication information.', ''],
  'APIGW.0308': [429, 'The throttling threshold has been reached.', ''],
  'APIGW.0601': [500, 'Internal server error.', ''],
} as const
export type AnswerKey = keyof typeof ANSWERS

export interface Refused {
  source: Source
  /** What the gateway appends to its message. */
  detail?: string
  /** What `x-emulator-reason` must say. */
  reason?: RegExp
  language?: 'zh-cn'
}

/** Asserts on everything of a refusal: status, body byte for byte, headers. */
export function refused(t: Test, answer: Answer, key: AnswerKey, { source, detail, reason, language }: Refused): void {
  const [status, english, chinese] = ANSWERS[key]
  const [code = ''] = key.split('/')
  const text = language && chinese !== '' ? chinese : english
  const message = detail === undefined ? text : `${text.replace(/\.$/, '')}: ${detail}`
  t.equal(answer.status, status, 'status')
  if (answer.text !== '') t.equal(answer.text, bodyOf(code, message, String(answer.headers['x-request-id'])), 'body')
  stamped(t, answer, code.startsWith('APIGW.') ? 'CloudWAF' : 'api-gateway')
  const said = String(answer.headers['x-emulator-reason'])
  t.match(said, KNOWN, 'the reason is ASCII and names its source')
  t.ok(
    said.replace(', its code assumed)', ')').endsWith(` (${source})`),
    `the rule is ${source}: ${said.slice(0, 200)}`,
  )
  if (reason) t.match(said, reason, 'the reason')
}

/** What every reply of the gateway has; what it refuses itself names another server (recorded). */
export function stamped(t: Test, { headers }: Answer, server = 'api-gateway'): void {
  t.match(headers['x-request-id'], /^[0-9a-f]{32}$/, 'x-request-id')
  t.equal(headers.server, server, 'server')
  t.equal(headers['content-type'], 'application/json', 'content-type')
}

function bodyOf(code: string, message: string, request_id: string): string {
  return code.startsWith('SCM.')
    ? `{"error_code":"${code}","error_msg":${JSON.stringify(message)}}`
    : `{"error_msg":${JSON.stringify(message)},"error_code":"${code}","request_id":"${request_id}"}\n`
}

export const SUCCESS = '{"message":"success"}'

/** Asserts that a revocation was submitted. */
export function succeeded(t: Test, answer: Answer): void {
  t.equal(answer.status, 200, 'status')
  t.equal(answer.text, SUCCESS, 'body')
  t.notOk('x-emulator-reason' in answer.headers, 'nothing to explain')
  stamped(t, answer)
}

/** Asserts that the service refused: status, code, its two fields, and that it is said why. */
export function refuses(t: Test, answer: Answer, status: number, code: string, what = ''): void {
  t.equal(answer.status, status, `${what} status`)
  t.same(Object.keys(answer.json ?? {}), ['error_code', 'error_msg'], `${what} fields`)
  t.equal(answer.json?.error_code, code, `${what} ${answer.headers['x-emulator-reason']}`)
  t.match(answer.headers['x-emulator-reason'], KNOWN, `${what} why`)
}

/** Asserts that it succeeded; the answer's JSON. */
export function succeeds(t: Test, answer: Answer, status = 200, what = ''): Answer['json'] {
  t.equal(answer.status, status, `${what} ${answer.text.slice(0, 300)} ${answer.headers['x-emulator-reason'] ?? ''}`)
  return answer.json
}
