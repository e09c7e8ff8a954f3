import type { ProblemCode } from './problems.ts'
import type { RuleName } from './rules.ts'

/** One space of the server's address. */
export interface Space {
  /** What its paths begin with, as a route has it. */
  readonly prefix: string
  /** Whose world its requests belong to: the caller's, that of the project in the path, or nobody's. */
  readonly world: 'caller' | 'path' | 'none'
  /** What its operations have in common in the contract; null where it is not part of it. */
  readonly contract: Contract | null
}

export interface Contract {
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
const GATEWAY: readonly RuleName[] = ['malformed', 'uri_size', 'header_size', 'body_size', 'storage', 'unexpected']

const CREDENTIALS: readonly RuleName[] = [
  'credentials_missing',
  'token_unknown',
  'token_expired',
  'authorization_malformed',
  'access_key_unknown',
  'signature_expired',
  'signature_mismatch',
  'security_token',
]

const CALLER: readonly RuleName[] = [
  'token_unscoped',
  'account_restricted',
  'account_frozen',
  'project_unknown',
  'project_foreign',
  'not_permitted',
]

/** What the two families of SCM have in common. */
const SCM = {
  always: [...GATEWAY, 'throttle'],
  caller: [...CREDENTIALS, ...CALLER],
  problems: [],
  invalid: 'parameter',
  security: ['token', 'signature'],
} as const satisfies Partial<Contract>

/**
 * The spaces of the server's address, by name: what is registered, whose requests they are, and what the contract says
 * of them. A path belongs to the first whose prefix it has.
 */
export const SPACES = {
  scm_v2: {
    prefix: '/v2/:project_id/scm',
    world: 'caller',
    contract: {
      ...SCM,
      tag: 'SCM v2',
      description: 'The family that revoke belongs to.',
      suffix: 'V2',
      certificate: ['certificate_id', 'certificate_unknown', 'certificate_foreign'],
    },
  },
  scm_v3: {
    prefix: '/v3/scm',
    world: 'caller',
    contract: {
      ...SCM,
      tag: 'SCM v3',
      description: "What today's SDKs and Terraform call; the project is the caller's.",
      suffix: 'V3',
      certificate: ['certificate_id', 'certificate_gone', 'certificate_foreign'],
    },
  },
  iam: {
    prefix: '/v3',
    world: 'caller',
    contract: {
      tag: 'IAM',
      description: 'Tokens, and the ids that clients were not given.',
      suffix: '',
      always: GATEWAY,
      caller: CREDENTIALS,
      problems: [],
      certificate: [],
      security: ['token', 'signature'],
    },
  },
  pki: {
    prefix: '/pki/:project_id',
    world: 'path',
    contract: {
      tag: 'PKI',
      description: 'What relying parties ask the CA of a world: CRL, OCSP, its certificates.',
      suffix: '',
      always: [...GATEWAY, 'path'],
      caller: [],
      problems: [],
      certificate: [],
      security: [],
    },
  },
  control: {
    prefix: '/_emulator',
    world: 'none',
    contract: {
      tag: 'Control',
      description: 'What the real service does not have: worlds, time, faults, evidence.',
      suffix: '',
      always: [],
      caller: [],
      problems: [
        'invalid',
        'key_needed',
        'foreign_origin',
        'unexpected_host',
        'too_large',
        'uri_too_long',
        'headers_too_large',
        'storage',
        'unexpected',
      ],
      certificate: [],
      security: ['admin'],
    },
  },
  openapi: { prefix: '/openapi.json', world: 'none', contract: null },
  docs: { prefix: '/docs', world: 'none', contract: null },
  console: { prefix: '/console', world: 'none', contract: null },
  llms: { prefix: '/llms.txt', world: 'none', contract: null },
} as const satisfies Record<string, Space>

export type SpaceName = keyof typeof SPACES

/** The space of a route, by its URL; undefined outside of all. */
export function spaceOf(url: string): Space | undefined {
  return Object.values(SPACES).find(({ prefix }) => url === prefix || url.startsWith(`${prefix}/`))
}
