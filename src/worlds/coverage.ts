import type { CoverageReport, CoveredAnswer, CoveredMove, CoveredOperation } from '../documents/coverage.ts'
import { Invalid, suggest } from '../domain/check.ts'
import { catalogued } from '../domain/errors.ts'
import { MOVES, type Move } from '../domain/lifecycle.ts'
import { RULES, type RuleName } from '../domain/rules.ts'
import { answerKey, type Counts, moveKey } from '../store/memory/coverage.ts'
import type { Store } from '../store/store.ts'

/** What the contract says of an operation: where it is, how it succeeds, which rules can refuse it. */
export interface ContractOperation {
  readonly operation: string
  readonly method: string
  /** With the prefix of its space. */
  readonly url: string
  readonly successes: readonly number[]
  readonly rules: readonly RuleName[]
  /** A body that it takes, as an example. */
  readonly example: unknown
}

/**
 * Which answers of which operations clients have met, and which moves.
 *
 * @param question.project_id one world's; all worlds' since the start, those that are gone included, unless given
 * @param question.operations only these, without the moves
 * @throws Invalid where there is no such operation
 */
export function coverageOf(
  { coverage }: Pick<Store, 'coverage'>,
  contract: readonly ContractOperation[],
  { project_id, operations }: { project_id?: string; operations?: readonly string[] } = {},
): CoverageReport {
  const names = [...new Set(contract.map(({ operation }) => operation))]
  const unknown = operations?.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new Invalid(`operations: there is no operation ${unknown}${suggest(unknown, names)}`)
  }
  const met = coverage.met(project_id)
  const wanted = names.filter((name) => operations?.includes(name) ?? true)
  const covered = wanted.map((name) => coveredOperation(name, contract, met.answers))
  const moves = operations === undefined ? coveredMoves(met.moves) : []
  const all = [...covered.flatMap(({ answers }) => answers), ...moves]
  const count = all.filter((one) => one.count > 0).length
  return {
    percent: Math.floor((100 * count) / Math.max(1, all.length)),
    met: count,
    of: all.length,
    operations: covered,
    moves,
  }
}

/** Both families may have the operation: it is one, with the answers of both. */
function coveredOperation(name: string, contract: readonly ContractOperation[], counts: Counts): CoveredOperation {
  const those = contract.filter(({ operation }) => operation === name)
  const countOf = (status: number | 'lost', code: string | null) => counts.get(answerKey(name, status, code)) ?? 0
  const answers = new Map<string, CoveredAnswer>()
  for (const { successes, ...operation } of those) {
    for (const status of successes) {
      const provoke = curlOf(operation)
      answers.set(`${status}`, { status, code: null, when: 'it succeeds', count: countOf(status, null), provoke })
    }
  }
  for (const rule of those.flatMap(({ rules }) => rules)) {
    const { error, when } = RULES[rule]
    const { status, code } = catalogued(error)
    const key = `${status} ${code}`
    const known = answers.get(key)
    const provoke = faultOf({ operation: name, times: 1, error })
    if (!known) answers.set(key, { status, code, when, count: countOf(status, code), provoke })
    else if (!known.when.split('; or ').includes(when)) known.when += `; or ${when}`
  }
  answers.set('lost', {
    status: null,
    code: null,
    when: 'the reply is lost after the effect',
    count: countOf('lost', null),
    provoke: faultOf({ operation: name, times: 1, drop: 'after' }),
  })
  const all = [...answers.values()]
  return { operation: name, met: all.filter(({ count }) => count > 0).length, of: all.length, answers: all }
}

/** Whose move it is where that is not the client's. */
const PROVOKED: Partial<Record<Move, string>> = {
  approve: 'scm-emulator cert review $PROJECT $CERTIFICATE approve',
  reject: 'scm-emulator cert review $PROJECT $CERTIFICATE reject',
  expire: 'scm-emulator clock $PROJECT --advance 400d',
}

function coveredMoves(counts: Counts): CoveredMove[] {
  const rows = MOVES.flatMap(({ move, from, to }) => from.map((status) => ({ move, from: status, to })))
  const unique = new Map(rows.map((row) => [moveKey(row.move, row.from), row]))
  return [...unique].map(([key, { move, from, to }]) => ({
    move,
    from,
    to,
    count: counts.get(key) ?? 0,
    provoke: PROVOKED[move] ?? `scm-emulator cert place $PROJECT '{"status":"${from}"}' # then ${move} it`,
  }))
}

const faultOf = (fault: object) => `scm-emulator fault add $PROJECT '${JSON.stringify(fault)}'`

function curlOf({ method, url, rules, example }: Omit<ContractOperation, 'successes'>): string {
  const path = url
    .replace(':project_id', '$PROJECT')
    .replace(/:cert(?:ificate)?_id/, '$CERTIFICATE')
    .replace(/:(\w+)/g, (_, name: string) => `$${name.toUpperCase()}`)
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const body = example === undefined ? '' : ` -H 'Content-Type: application/json' -d ${quote(JSON.stringify(example))}`
  const token = rules.includes('credentials_missing') ? ' -H "X-Auth-Token: $TOKEN"' : ''
  return `curl -X ${method} "$ENDPOINT${path}"${token}${body}`
}
