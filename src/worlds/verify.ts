import type { Context } from '../ca/context.ts'
import type { Expectation, FailedAssertion, Verdict } from '../documents/expectation.ts'
import type { RequestFilter, RequestView } from '../documents/request.ts'
import { Invalid } from '../domain/check.ts'
import { iso } from '../domain/clock.ts'
import { FINDINGS, isFinding } from '../domain/findings.ts'
import { unusedFaults } from './faults.ts'
import { differences } from './match.ts'
import { listRequests } from './requests.ts'

type Asserting = Pick<Context, 'store' | 'world' | 'now'>

/** How much of a text is kept of an assertion that failed, in characters. */
const KEPT = 2_000

/**
 * Whether a world's requests are as expected. What is not is kept for who looks at the world (`listFailures`).
 *
 * @throws Invalid where no requests could be
 */
export function verifyRequests(context: Asserting, expectation: Expectation): Verdict {
  const verdict = judge(context, expectation)
  if (!verdict.verified) keep(context, expectation, verdict)
  return verdict
}

function keep({ store, world, now }: Asserting, expectation: Expectation, { message, nearest }: Verdict): void {
  const failure: Omit<FailedAssertion, 'id'> = {
    at: iso(now),
    expectation: JSON.stringify(expectation).slice(0, KEPT),
    message: message.slice(0, KEPT),
    nearest: nearest ? { request: nearest.request.id, differences: nearest.differences } : null,
  }
  store.journal.fail(world.project_id, JSON.stringify(failure))
}

/** The last assertions on a world's requests that failed, oldest first. */
export function listFailures({ store, world }: Pick<Context, 'store' | 'world'>): FailedAssertion[] {
  return store.journal.failures(world.project_id).map(({ id, text }) => ({ id, ...JSON.parse(text) }))
}

function judge(context: Asserting, expectation: Expectation): Verdict {
  const { times, at_least, at_most, sequence, faults_used, findings, ...filter } = expectation
  validate(expectation)
  const all = listRequests(context)
  const unused = faults_used ? unusedFaults(context) : []
  if (unused.length > 0) {
    const [{ id, used, times: ordered = 1 } = { id: 0, used: 0 }] = unused
    return { verified: false, count: 0, message: `fault ${id} acted ${used} of ${ordered} times` }
  }
  const finding = findings === 0 ? firstFinding(all, filter) : undefined
  if (finding) return finding
  if (sequence) return inOrder(all, sequence)
  const isAbout = Object.keys(filter).length > 0 || [times, at_least, at_most].some((number) => number !== undefined)
  if (!isAbout) return { verified: true, count: all.length, message: MESSAGES[findings === 0 ? 'findings' : 'faults'] }
  return howOften(all, filter, { times, at_least, at_most })
}

function validate({ times, at_least, at_most, sequence, faults_used, findings, ...filter }: Expectation): void {
  if (times !== undefined && (at_least !== undefined || at_most !== undefined)) {
    throw new Invalid('body: times says it exactly; leave at_least and at_most out')
  }
  if (at_least !== undefined && at_most !== undefined && at_least > at_most) {
    throw new Invalid('body: at_least is more than at_most')
  }
  const bounds = Object.entries({ times, at_least, at_most }).filter(([, bound]) => bound !== undefined)
  const beside = [...Object.keys(filter), ...bounds.map(([name]) => name)]
  if (sequence && beside.length > 0) throw new Invalid(`body: a sequence goes without ${beside.join(', ')}`)
}

const MESSAGES = {
  faults: 'every fault was used',
  findings: 'nothing was let pass that the contract does not',
}

/** The first request that only happened to work. */
function firstFinding(all: RequestView[], filter: RequestFilter): Verdict | undefined {
  const request = all.find((request) => request.findings.length > 0 && differences(request, filter).length === 0)
  const [name] = request?.findings ?? []
  if (!request || !isFinding(name)) return undefined
  const { found, harm } = FINDINGS[name]
  const message = `request ${request.id} only happened to work: ${found}; ${harm}`
  const differs = { field: 'findings', expected: 0, actual: request.findings.length, message }
  return { verified: false, count: 0, message, nearest: { request, differences: [differs] } }
}

type Bounds = { [Bound in 'times' | 'at_least' | 'at_most']: number | undefined }

function howOften(all: RequestView[], filter: RequestFilter, { times, at_least, at_most }: Bounds): Verdict {
  const matching = all.filter((request) => differences(request, filter).length === 0).length
  const least = times ?? at_least ?? (at_most === undefined ? 1 : 0)
  const most = times ?? at_most ?? Number.POSITIVE_INFINITY
  const verified = matching >= least && matching <= most
  const range =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`
  const message = `${matching} of ${all.length} requests match ${JSON.stringify(filter)}; expected ${range}`
  return { verified, count: matching, message, ...(matching < least && nearestTo(all, filter)) }
}

function inOrder(all: RequestView[], sequence: RequestFilter[]): Verdict {
  let from = 0
  for (const [index, filter] of sequence.entries()) {
    const rest = all.slice(from)
    const at = rest.findIndex((request) => differences(request, filter).length === 0)
    if (at < 0) {
      const message = `step ${index + 1} of ${sequence.length} was not found after the ones before it: ${JSON.stringify(filter)}`
      return { verified: false, count: index, message, ...nearestTo(rest, filter) }
    }
    from += at + 1
  }
  return { verified: true, count: sequence.length, message: `all ${sequence.length} steps, in order` }
}

/** The request that differs least, the latest of those. */
function nearestTo(all: RequestView[], filter: RequestFilter): Pick<Verdict, 'nearest'> {
  const scored = all
    .map((request) => ({ request, differences: differences(request, filter) }))
    .filter((candidate) => candidate.differences.length > 0)
    .sort((a, b) => a.differences.length - b.differences.length || b.request.id - a.request.id)
  return scored[0] ? { nearest: scored[0] } : {}
}
