import { RULES, type RuleName } from '../domain/rules.ts'
import type { Published } from './published.ts'

/** The rules by which an operation refuses, in the order of the ladder. */
export function rulesOf({ space, url, schema, config }: Published): RuleName[] {
  const named = new Set([...space.always, ...(config.refuses ?? []), ...(config.isOpen ? [] : space.caller)])
  if (/:cert(?:ificate)?_id\b/.test(url)) for (const rule of space.certificate) named.add(rule)
  const judged = Object.keys(schema.params?.properties ?? {}).some(
    (name) => !/^(?:project|cert|certificate)_id$/.test(name),
  )
  if (space.invalid && (schema.body || schema.querystring || judged)) named.add(space.invalid)
  return (Object.keys(RULES) as RuleName[]).filter((rule) => named.has(rule))
}
