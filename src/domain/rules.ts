import { type CatalogueRow, catalogued, type ErrorKey, type Source } from './errors.ts'

/** One rule: which error answers when it applies, and how we know. */
export interface Rule {
  readonly error: ErrorKey
  readonly source: Source
  /** How the code is known, where the rule is known better than its code. */
  readonly code_source?: Source
  readonly when: string
}

/**
 * Why a request is refused, in the order in which the real front door and the service behind it look: the first rule
 * that applies answers. Every refusal in the code names its rule; the documentation is held to this table by a test.
 */
export const RULES = {
  path: { error: 'APIGW.0101', source: 'observed', when: 'no API is published at this path' },
  method: { error: 'APIGW.0101/method', source: 'documented', when: 'the path is published, the method is not' },
  malformed: { error: 'APIGW.0201', source: 'assumed', when: 'the request is not well-formed HTTP' },
  foreign_page: {
    error: 'APIGW.0201',
    source: 'assumed',
    when: "a browser asks from another origin's page, or by a foreign host name",
  },
  uri_size: { error: 'APIGW.0201/414', source: 'documented', when: 'the URI is longer than 32 KB' },
  header_size: { error: 'APIGW.0201/494', source: 'documented', when: 'a header exceeds 32 KB, or all of them 128 KB' },
  body_size: { error: 'APIGW.0201/413', source: 'documented', when: 'the body is larger than 12 MB' },
  throttle: { error: 'APIGW.0308', source: 'documented', when: "the world's throttle is exceeded" },
  credentials_missing: {
    error: 'APIGW.0301',
    source: 'documented',
    when: 'neither X-Auth-Token nor Authorization is sent',
  },
  token_unknown: { error: 'APIGW.0301', source: 'documented', when: 'the token was not issued here' },
  token_expired: { error: 'APIGW.0301', source: 'documented', when: "the token has expired, by its world's clock" },
  authorization_malformed: {
    error: 'APIGW.0301',
    source: 'observed',
    when: 'the Authorization header is not a well-formed signature of a known algorithm',
  },
  access_key_unknown: { error: 'APIGW.0301', source: 'observed', when: 'the access key is unknown' },
  signature_expired: {
    error: 'APIGW.0301',
    source: 'documented',
    when: "the signature's date is more than 15 minutes off the wall clock",
  },
  signature_mismatch: { error: 'APIGW.0301', source: 'observed', when: 'the signature does not match the request' },
  security_token: {
    error: 'APIGW.0301',
    source: 'assumed',
    when: 'the access key is a temporary one, and X-Security-Token is not the one that belongs to it',
  },
  token_unscoped: {
    error: 'SCM.1000',
    source: 'documented',
    code_source: 'assumed',
    when: 'the token is not scoped to a project',
  },
  account_restricted: { error: 'SCM.1009', source: 'documented', when: 'the account is restricted' },
  account_frozen: { error: 'SCM.1010', source: 'documented', when: 'the account is frozen' },
  project_unknown: { error: 'SCM.0069', source: 'assumed', when: 'no project has this id' },
  project_foreign: { error: 'SCM.0002', source: 'documented', when: "the project is not the caller's" },
  not_permitted: { error: 'SCM.4002', source: 'documented', when: "the caller's policies do not allow the operation" },
  certificate_id: {
    error: 'SCM.0008',
    source: 'documented',
    code_source: 'assumed',
    when: 'the certificate id is not scs and 13 digits',
  },
  parameter: {
    error: 'SCM.0005',
    source: 'documented',
    when: 'a parameter or the body is not what the operation takes',
  },
  certificate_unknown: { error: 'SCM.0020', source: 'assumed', when: 'no certificate has this id' },
  certificate_gone: { error: 'SCM.0020/404', source: 'sdk', when: 'v3: no certificate has this id' },
  certificate_foreign: {
    error: 'SCM.0003',
    source: 'documented',
    when: "the certificate is another tenant's (the world lists it as foreign)",
  },
  purchase_pending: {
    error: 'SCM.0016/500',
    source: 'sdk',
    when: 'the certificate was bought just now: its order is not completed, so it cannot be unsubscribed yet',
  },
  status: {
    error: 'SCM.0010',
    source: 'documented',
    when: "the certificate's type or status does not allow the operation",
  },
  renewal_period: {
    error: 'SCM.0010',
    source: 'documented',
    when: 'the certificate expires within 30 days (30 × 24 h, inclusive)',
  },
  domains: { error: 'SCM.0015', source: 'documented', when: 'the domains do not match what was bought' },
  order: { error: 'SCM.0016', source: 'sdk', code_source: 'assumed', when: 'no such product is sold' },
  free_quota: {
    error: 'SCM.0011',
    source: 'documented',
    when: 'the account has reached its limit of free certificates',
  },
  csr: { error: 'SCM.0005', source: 'assumed', when: 'the CSR cannot be read, or is not signed by its key' },
  organisation: {
    error: 'SCM.0005',
    source: 'documented',
    when: 'OV and EV certificates need company, province, city and country',
  },
  hash_algorithm: {
    error: 'SCM.0005',
    source: 'sdk',
    when: 'v3: an OV certificate of GEOTRUST needs ca_hash_algorithm',
  },
  modify_key: { error: 'SCM.0023', source: 'documented', when: 'modify_key is neither CERT_NAME nor DESCRIPTION' },
  modify_value: { error: 'SCM.0024', source: 'documented', when: 'modify_value is not what this modify_key takes' },
  push_service: { error: 'SCM.0030', source: 'documented', when: 'certificates cannot be pushed to this service' },
  push_name: {
    error: 'SCM.0211',
    source: 'documented',
    code_source: 'assumed',
    when: 'CDN has a certificate of this name already',
  },
  upload_name: { error: 'SCM.0032', source: 'documented', when: 'the name is not one that a certificate can have' },
  upload_missing: { error: 'SCM.0054', source: 'documented', when: 'the certificate is empty' },
  upload_marker: {
    error: 'SCM.0053',
    source: 'documented',
    when: 'the certificate does not begin and end as PEM does',
  },
  upload_certificate: { error: 'SCM.0006', source: 'documented', when: 'the certificate cannot be read' },
  upload_chain: { error: 'SCM.0013', source: 'documented', when: 'the chain cannot be read' },
  upload_domain_missing: { error: 'SCM.0009', source: 'documented', when: 'the certificate names no domain' },
  upload_domain: { error: 'SCM.0070', source: 'documented', when: 'a name in the certificate is not a domain' },
  upload_key_missing: { error: 'SCM.0059', source: 'documented', when: 'the private key is empty' },
  upload_key_marker: {
    error: 'SCM.0114',
    source: 'documented',
    when: 'the private key does not begin and end as PEM does',
  },
  upload_key: { error: 'SCM.0012', source: 'documented', when: 'the private key cannot be read' },
  upload_key_encrypted: {
    error: 'SCM.0012',
    source: 'documented',
    when: 'the private key is protected by a passphrase',
  },
  upload_mismatch: { error: 'SCM.0014', source: 'documented', when: "the private key is not the certificate's" },
  upload_issuer: {
    error: 'SCM.0079',
    source: 'documented',
    when: 'a certificate of the chain is not issued by the next',
  },
  upload_expired: {
    error: 'SCM.0006',
    source: 'documented',
    code_source: 'assumed',
    when: 'the certificate has expired',
  },
  upload_alone: {
    error: 'SCM.0013',
    source: 'documented',
    code_source: 'assumed',
    when: 'the certificate comes without a chain, and the world asks for one (the console refuses that)',
  },
  upload_duplicate: {
    error: 'SCM.0005',
    source: 'contested',
    code_source: 'assumed',
    when: 'the same certificate is there already, and duplicate_check refuses that',
  },
  download: { error: 'SCM.0007', source: 'assumed', when: 'there is no certificate file to download' },
  csr_unknown: { error: 'SCM.0707', source: 'sdk', when: 'no CSR has this id' },
  storage: {
    error: 'APIGW.0601',
    source: 'assumed',
    when: 'the database file cannot be written: the disk is full, or the file is gone or damaged',
  },
  unexpected: { error: 'APIGW.0601', source: 'assumed', when: 'the emulator has a defect; its log has the stack' },
  iam_body: { error: 'IAM.400', source: 'documented', when: 'the body is not what IAM takes' },
  iam_subject: { error: 'IAM.404', source: 'documented', when: 'X-Subject-Token is not a token of this account' },
  iam_password: { error: 'IAM.401', source: 'documented', when: 'the user or the password is wrong' },
  iam_token: {
    error: 'IAM.401/token',
    source: 'assumed',
    when: 'the token that another one is asked for with is not one that is valid here',
  },
  iam_scope: { error: 'IAM.401/token', source: 'assumed', when: "the scope is not one of the user's" },
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof RULES

/** A request that a rule refuses. Not a defect: it becomes the vendor's answer. */
export class Refusal extends Error {
  override name = 'Refusal'
  /** The rule that refuses; null where a fault was ordered, without any rule behind it. */
  readonly rule: RuleName | null
  readonly row: CatalogueRow
  readonly source: Source
  /** How the code is known, where that is less than the rule. */
  readonly code_source: Source | undefined
  /** What the gateway appends to its message, after a colon. */
  readonly detail: string | undefined

  constructor(
    rule: RuleName | null,
    row: CatalogueRow,
    known: Pick<Rule, 'source' | 'code_source'>,
    reason: string,
    detail?: string,
  ) {
    super(reason)
    this.rule = rule
    this.row = row
    this.source = known.source
    this.code_source = known.code_source
    this.detail = detail
  }
}

/**
 * The one error factory.
 *
 * @param rule the rule that refuses
 * @param reason one sentence for people: why, in this very case; the rule's own sentence where it says enough
 * @param detail what the gateway appends to its message
 */
export function refuse(rule: RuleName, reason?: string, detail?: string): Refusal {
  const row: Rule = RULES[rule]
  return new Refusal(rule, catalogued(row.error), row, reason ?? row.when, detail)
}

/** An error that somebody ordered, without any rule behind it. */
export function refuseAs(error: ErrorKey, reason: string): Refusal {
  const row = catalogued(error)
  return new Refusal(null, row, { source: row.source }, reason)
}

/** Checks a request: a rule's reason to refuse it, in one sentence, or nothing. */
export type Checks = Partial<Record<RuleName, () => string | undefined>>

const RANK = Object.fromEntries(Object.keys(RULES).map((rule, rank) => [rule, rank])) as Record<RuleName, number>

/**
 * Asks in the order of `RULES`, however the checks are written down: the first rule that applies answers.
 *
 * @throws Refusal
 */
export function enforce(checks: Checks): void {
  const rules = Object.keys(checks) as RuleName[]
  for (const rule of rules.sort((a, b) => RANK[a] - RANK[b])) {
    const reason = checks[rule]?.()
    if (reason !== undefined) throw refuse(rule, reason)
  }
}
