import type { ProblemCode } from '../domain/problems.ts'
import type { RuleName } from '../domain/rules.ts'

/** One space of the server's address: what its operations have in common. */
export interface Space {
  readonly prefix: string
  readonly tag: string
  readonly description: string
  /** What its operations' names end with where another space has the same. */
  readonly suffix: string
  /** The rules that stand before each of its operations, whoever asks. */
  readonly always: readonly RuleName[]
  /** Those that judge who asks. */
  readonly caller: readonly RuleName[]
  /** What any of its calls can be refused for, where it is ours and not the vendor's. */
  readonly problems: readonly ProblemCode[]
  /** The rules for the certificate in a path. */
  readonly certificate: readonly RuleName[]
  /** The rule for what is not what an operation takes. */
  readonly invalid?: RuleName
  /** The security schemes, any of which lets a caller in. */
  readonly security: readonly string[]
}

/** What the gateway refuses whatever is asked for. */
const GATEWAY: readonly RuleName[] = ['malformed', 'uri_size', 'header_size', 'body_size', 'unexpected']

const CREDENTIALS = [
  ...['credentials_missing', 'token_unknown', 'token_expired', 'authorization_malformed', 'access_key_unknown'],
  ...['signature_expired', 'signature_mismatch', 'security_token'],
] as readonly RuleName[]

const CALLER = [
  ...['token_unscoped', 'account_restricted', 'account_frozen', 'project_unknown', 'project_foreign', 'not_permitted'],
] as readonly RuleName[]

/** The first space whose prefix a path has is its own. */
export const SPACES: readonly Space[] = [
  {
    prefix: '/v2/',
    tag: 'SCM v2',
    description: 'The family that revoke belongs to.',
    suffix: 'V2',
    always: [...GATEWAY, 'throttle'],
    caller: [...CREDENTIALS, ...CALLER],
    problems: [],
    certificate: ['certificate_id', 'certificate_unknown', 'certificate_foreign'],
    invalid: 'parameter',
    security: ['token', 'signature'],
  },
  {
    prefix: '/v3/scm/',
    tag: 'SCM v3',
    description: "What today's SDKs and Terraform call; the project is the caller's.",
    suffix: 'V3',
    always: [...GATEWAY, 'throttle'],
    caller: [...CREDENTIALS, ...CALLER],
    problems: [],
    certificate: ['certificate_id', 'certificate_gone', 'certificate_foreign'],
    invalid: 'parameter',
    security: ['token', 'signature'],
  },
  {
    prefix: '/v3/',
    tag: 'IAM',
    description: 'Tokens, and the ids that clients were not given.',
    suffix: '',
    always: GATEWAY,
    caller: CREDENTIALS,
    problems: [],
    certificate: [],
    security: ['token', 'signature'],
  },
  {
    prefix: '/pki/',
    tag: 'PKI',
    description: 'What relying parties ask the CA of a world: CRL, OCSP, its certificates.',
    suffix: '',
    always: [...GATEWAY, 'path'],
    caller: [],
    problems: [],
    certificate: [],
    security: [],
  },
  {
    prefix: '/_emulator/',
    tag: 'Control',
    description: 'What the real service does not have: worlds, time, faults, evidence.',
    suffix: '',
    always: [],
    caller: [],
    problems: [
      ...(['invalid', 'key_needed', 'foreign_origin', 'unexpected_host'] as const),
      ...(['too_large', 'uri_too_long', 'headers_too_large', 'unexpected'] as const),
    ],
    certificate: [],
    security: ['admin'],
  },
]
