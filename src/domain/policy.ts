/** A policy as IAM has it, for the parts that matter here. */
export interface Policy {
  readonly Version: '1.1'
  readonly Statement: readonly { readonly Effect: 'Allow' | 'Deny'; readonly Action: readonly string[] }[]
}

const allow = (...Action: string[]): Policy => ({ Version: '1.1', Statement: [{ Effect: 'Allow', Action }] })

/** The system's own policies for the service (SCM: permissions management). */
export const SYSTEM_POLICIES = {
  'SCM Administrator': allow('scm:*:*'),
  'SCM FullAccess': allow('scm:*:*'),
  'SCM ReadOnlyAccess': allow('scm:*:list', 'scm:*:get'),
} as const

export type SystemPolicy = keyof typeof SYSTEM_POLICIES

/** Whether policies allow an action: some statement allows it and none denies it. */
export function allows(policies: readonly (Policy | SystemPolicy)[], action: string): boolean {
  const statements = policies
    .flatMap((policy) => (typeof policy === 'string' ? SYSTEM_POLICIES[policy] : policy).Statement)
    .filter(({ Action }) => Action.some((pattern) => covers(pattern, action)))
  return statements.length > 0 && statements.every(({ Effect }) => Effect === 'Allow')
}

/** Patterns that were compiled; a policy is asked with every request. */
const compiled = new Map<string, RegExp>()

/** `*` stands for any text, within a part or over several. */
function covers(pattern: string, action: string): boolean {
  if (!pattern.includes('*')) return pattern === action
  const known = compiled.get(pattern) ?? compile(pattern)
  if (compiled.size >= 1_000) compiled.clear()
  compiled.set(pattern, known)
  return known.test(action)
}

function compile(pattern: string): RegExp {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
