import { Invalid, suggest } from '../domain/check.ts'
import type { Case } from './case.ts'
import { CASES } from './cases/index.ts'

/**
 * The cases that are named, in their order, and those without which they say nothing; all where none is named.
 *
 * @param wanted ids, or how ids begin
 * @throws Invalid where a name is no case's, or where only cases are named that change something and may not
 */
export function select(wanted: readonly string[], mayChange: boolean): Case[] {
  for (const name of wanted) {
    const named = CASES.filter(({ id }) => id.startsWith(name))
    if (named.length === 0 || name === '') {
      const ids = CASES.map(({ id }) => id)
      throw new Invalid(`there is no probe case ${name}${suggest(name, ids)}`)
    }
    if (!mayChange && named.every(({ changes }) => changes)) {
      throw new Invalid(`${named[0]?.id} changes something: it needs --certificate and --allow-changes`)
    }
  }
  const isWanted = ({ id }: Case) => wanted.length === 0 || wanted.some((name) => id.startsWith(name))
  const chosen = CASES.filter(isWanted)
  return CASES.filter((one) => chosen.includes(one) || chosen.some(({ after }) => after === one.id))
}
