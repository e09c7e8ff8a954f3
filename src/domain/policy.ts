import escapeRegExp from 'escape-string-regexp'
/** A policy as IAM has it, for the parts that matter here. */
export interface Policy {
  readonly Version: '1.1'
  readonly Statement: readonly {
    readonly Effect: 'Allow' | 'Deny'
    /** Such as `scm:cert:revoke`; `*` stands for any text. */
    readonly Action: readonly string[]
  }[]
}

const allow = (...Action: string[]): Policy => ({ Version: '1.1', Statement: [{ Effect: 'Allow', Action }] })

/** The system's own policies for the service (SCM: permissions management). */
export const SYSTEM_POLICIES = {
  'SCM Administrator': allow('scm:*:*'),
  'SCM FullAccess': allow('scm:*:*'),
  'SCM ReadOnlyAccess': allow('scm:*:list', 'scm:*:get'),
} as const

export type SystemPolicy = keyof typeof SYSTEM_POLICIES

/** Other names of an action: the pages of 2025 have those, older ones and SDKs the first (CCM: permissions). */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'scm:cert:complete': ['scm:cert:apply'],
  'scm:cert:purchase': ['scm:cert:subscribe'],
}

type Policies = readonly (Policy | SystemPolicy)[]

/** Caches decisions: a user's policies are checked with every request. */
const verdicts = new WeakMap<Policies, Map<string, boolean>>()

/** Whether policies allow an action: some statement allows it and none denies it. */
export function allows(policies: Policies, action: string): boolean {
  const known = verdicts.get(policies) ?? new Map<string, boolean>()
  verdicts.set(policies, known)
  const verdict = known.get(action) ?? decide(policies, action)
  known.set(action, verdict)
  return verdict
}

function decide(policies: Policies, action: string): boolean {
  const names = [action, ...(ALIASES[action] ?? [])]
  const statements = policies
    .flatMap((policy) => (typeof policy === 'string' ? SYSTEM_POLICIES[policy] : policy).Statement)
    .filter(({ Action }) => Action.some((pattern) => names.some((name) => covers(pattern, name))))
  return statements.length > 0 && statements.every(({ Effect }) => Effect === 'Allow')
}

/** `*` stands for any text, within a part or over several. */
function covers(pattern: string, action: string): boolean {
  return new RegExp(`^${pattern.split(/\*+/).map(escapeRegExp).join('.*')}$`).test(action)
}
