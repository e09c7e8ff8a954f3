import type { Config } from '../../src/config.ts'
import type { Source } from '../../src/domain/errors.ts'
import type { FindingName } from '../../src/domain/findings.ts'
import type { Move } from '../../src/domain/lifecycle.ts'
import type { Review } from '../../src/domain/review.ts'
import type { RuleName } from '../../src/domain/rules.ts'

/** What the Chinese pages say where the English ones quote the code. A row that the code has and this page lacks does not compile. */

export const OPTIONS: Record<keyof Config, string> = {
  host: '监听地址',
  port: '监听端口；0 表示由系统分配空闲端口并打印出来',
  db: '数据库文件',
  inMemory: '不保存任何数据',
  fixtures: '数据库为空时载入的世界；none 表示不载入',
  auth: 'off 表示接受任何调用方，并视其为路径中的项目',
  review: '新建世界中 CA 的审核方式：immediate、时长（如 2s）、reads:N 或 manual',
  strictJson: '拒绝 JSON 中多余的尾部逗号（厂商示例中就有）',
  adminKey: '设置后，控制调用须在 x-emulator-key 中携带该密钥',
  logLevel: '日志级别（pino），也可为 silent',
  allowedHosts: '除地址和 localhost 外，控制调用和浏览器可以使用的主机名，如 scm.example.com,*.test',
  headTimeout: '请求行和请求头须在此时间内到齐',
  requestTimeout: '整个请求须在此时间内到齐',
  stopOnEof: '标准输入关闭（即启动它的进程已退出）时停止',
}

export const SOURCES: Record<Source, string> = {
  documented: '有文档',
  sdk: 'SDK',
  observed: '实测',
  assumed: '推定',
}

export const REVIEWS: Record<Review['of'], string> = {
  application: '签发',
  withdrawal: '撤回',
  supplement: '追加域名',
  revocation: '吊销',
  unsubscription: '退订',
}

export const MOVES: Record<Move, string> = {
  edit: '修改名称、描述',
  save: '保存申请资料',
  upload_papers: '上传认证材料',
  apply: '提交申请',
  withdraw: '撤回申请',
  supplement: '追加域名',
  revoke: '吊销',
  unsubscribe: '退订',
  delete: '删除',
  push: '推送',
  download: '下载',
  drop_privacy: '解除隐私保护',
  approve: 'CA 通过',
  reject: 'CA 驳回',
  expire: '到期',
}

export const RULES: Record<RuleName, string> = {
  path: '该路径没有发布任何 API',
  method: '路径已发布，但不支持该方法',
  malformed: '请求不是格式正确的 HTTP',
  foreign_page: '浏览器从其他来源的页面或以其他主机名发出请求',
  uri_size: 'URI 超过 32 KB',
  header_size: '单个请求头超过 32 KB，或全部请求头超过 128 KB',
  body_size: '请求体超过 12 MB',
  throttle: '超过该世界的限流阈值',
  credentials_missing: 'X-Auth-Token 和 Authorization 都没有',
  token_unknown: 'Token 不是在此签发的',
  token_expired: '按世界的时钟，Token 已过期',
  authorization_malformed: 'Authorization 不是格式正确的 SDK-HMAC-SHA256 签名',
  access_key_unknown: '访问密钥不存在',
  signature_expired: '签名时间与系统时钟相差超过 15 分钟',
  signature_mismatch: '签名与请求不符',
  security_token: '使用临时访问密钥，但 X-Security-Token 与之不符',
  token_unscoped: 'Token 的作用域不是项目',
  account_restricted: '账号受限',
  account_frozen: '账号已冻结',
  project_unknown: '项目不存在',
  project_foreign: '项目不属于调用方',
  not_permitted: '调用方的策略不允许该操作',
  certificate_id: '证书 ID 不是 scs 加 13 位数字',
  parameter: '参数或请求体不符合该操作的要求',
  certificate_unknown: '证书不存在',
  certificate_gone: 'v3：证书不存在',
  certificate_foreign: '证书属于其他租户（世界将其列为外部证书）',
  status: '证书的类型或状态不允许该操作',
  renewal_period: '证书将在 30 天内到期（30 × 24 小时，含）',
  domains: '域名与所购买的不一致',
  order: '没有这种产品',
  free_quota: '账号的免费证书数量已达上限',
  csr: 'CSR 无法解析，或不是由其中的密钥签名',
  organisation: 'OV 和 EV 证书须填写公司、省份、城市和国家',
  modify_key: 'modify_key 既不是 CERT_NAME 也不是 DESCRIPTION',
  modify_value: 'modify_value 不符合该 modify_key 的要求',
  push_service: '不支持推送到该服务',
  upload_name: '证书名称不合法',
  upload_missing: '证书内容为空',
  upload_marker: '证书没有 PEM 的开头和结尾',
  upload_certificate: '证书无法解析',
  upload_chain: '证书链无法解析',
  upload_domain_missing: '证书中没有域名',
  upload_domain: '证书中有不是域名的名称',
  upload_key_missing: '私钥为空',
  upload_key_marker: '私钥没有 PEM 的开头和结尾',
  upload_key: '私钥无法解析',
  upload_key_encrypted: '私钥受密码保护',
  upload_mismatch: '私钥与证书不匹配',
  upload_issuer: '证书链中有证书不是由下一张证书签发的',
  upload_expired: '证书已过期',
  download: '没有可供下载的证书内容',
  csr_unknown: 'CSR 不存在',
  storage: '数据库文件无法写入：磁盘已满，或文件丢失、损坏',
  unexpected: '模拟器出现缺陷；堆栈见其日志',
  iam_body: '请求体不符合 IAM 的要求',
  iam_subject: 'X-Subject-Token 不是该账号的 Token',
  iam_scope: '作用域不属于该用户',
  iam_password: '用户名或密码错误',
}

export const FINDINGS: Record<FindingName, [found: string, harm: string]> = {
  trailing_comma: ['JSON 请求体的末尾花括号前有逗号', '厂商示例中就有，但 JSON 解析器并没有义务接受'],
  unknown_field: ['请求体中有该操作不接受的字段', '会被忽略：可选字段拼错了也不会被发现'],
  unknown_parameter: ['查询中有该操作不接受的参数', '会被忽略：过滤条件拼错时会返回全部结果'],
  duplicate_key: ['JSON 请求体中同一个键出现两次', '这里以最后一个为准；换个实现则无从得知（RFC 8259 第 4 节）'],
  content_type_missing: ['有请求体而没有 Content-Type', '文档中默认为 application/json，但途中的代理和库可能另加一个'],
  content_type_wrong: [
    '操作不读取请求体，却带有非 JSON 的 Content-Type',
    '目前会被忽略；一旦该操作开始读取请求体，就会拒绝',
  ],
  charset: ['Content-Type 声明了 UTF-8 以外的字符集', '请求体仍按 UTF-8 读取（RFC 8259 第 8.1 节）'],
  unread_body: ['GET 或 DELETE 带有请求体', '会被忽略，有些代理会拒绝或丢弃它（RFC 9110 第 9.3.1 节）'],
  project_header: ['X-Project-Id 与实际使用的项目不同', '这里会被忽略；在它有效的地方，请求将属于另一个项目'],
  account_header: ['X-Domain-Id 不是调用方的账号', '这里会被忽略；对全局服务，它决定请求属于谁'],
  both_credentials: ['同时发送了 Token 和签名', '以签名为准，所以过期的或他人的 Token 不会被发现'],
  unsigned_body: ['签名不覆盖请求体（UNSIGNED-PAYLOAD）', '中间人可以改动原因甚至整个请求而不被发现'],
  language: ['X-Language 既不是 en-us 也不是 zh-cn', '无论本意如何，消息都会使用默认语言'],
  lenient_value: ['值前后的空格被忽略', '厂商示例中就有一处，但没有文档说明会接受'],
  repeated_revoke: [
    '再次吊销已经成功吊销的证书',
    '客户端没有发现吊销已经成功：重试时，证书为 REVOKING 或 REVOKED 时的 SCM.0010 应视为成功',
  ],
}
