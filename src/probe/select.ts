import { Invalid, suggest } from '../domain/check.ts'
import type { Case } from './case.ts'
import { CASES } from './cases/index.ts'

/** What one name stands for: the case of this id, else those whose ids begin with it. */
function named(name: string): Case[] {
  const exact = CASES.filter(({ id }) => id === name)
  return exact.length > 0 || name === '' ? exact : CASES.filter(({ id }) => id.startsWith(name))
}

/**
 * The cases that are named, in their order, and those without which they say nothing; all where none is named.
 *
 * @param wanted ids, or how ids begin
 * @throws Invalid where a name is no case's, or where only cases are named that change something and may not
 */
export function select(wanted: readonly string[], mayChange: boolean): readonly Case[] {
  if (wanted.length === 0) return CASES
  const chosen = wanted.flatMap((name) => {
    const some = named(name)
    if (some.length === 0) {
      const names = CASES.flatMap(({ id }) => [id, id.split('-', 1)[0] as string])
      throw new Invalid(`there is no probe case ${name}${suggest(name, names)}`)
    }
    if (!mayChange && some.every(({ changes }) => changes)) {
      throw new Invalid(`${some[0]?.id} changes something: it needs --certificate and --allow-changes`)
    }
    return some
  })
  return CASES.filter((one) => chosen.includes(one) || chosen.some(({ after }) => after === one.id))
}
