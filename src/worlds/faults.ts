import { randomInt } from 'node:crypto'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { FaultDocument, FaultView } from '../documents/fault.ts'
import { Invalid, suggest } from '../domain/check.ts'
import { milliseconds } from '../domain/duration.ts'
import type { Fault } from '../domain/fault.ts'
import type { Store } from '../store/store.ts'

/** Operations by name, and whether each is about one certificate. */
type Operations = ReadonlyMap<string, { readonly hasCertificate: boolean }>

/** Puts a fault in force, after those that are. @throws Invalid where it could never act */
export function addFault(store: Store, project_id: string, document: FaultDocument, operations: Operations): FaultView {
  judge(document, operations)
  return view(store.faults.add(project_id, { ...document, seed: document.seed ?? randomInt(2 ** 32) }))
}

/** Changes a fault; it keeps its place and its count. Nothing where there is none. @throws Invalid */
export function changeFault(
  store: Store,
  project_id: string,
  id: number,
  change: FaultDocument,
  operations: Operations,
): FaultView | undefined {
  const before = store.faults.of(project_id).find((fault) => fault.id === id)
  if (!before) return undefined
  const fault: Fault = { ...before, ...change }
  judge(fault, operations)
  store.faults.replace(project_id, fault)
  return view(fault)
}

/** The faults of a world in the order in which they are tried. */
export function listFaults(store: Store, project_id: string): FaultView[] {
  return store.faults.of(project_id).map(view)
}

/** Faults that never acted, or not as often as they were ordered to. */
export function unusedFaults(store: Store, project_id: string): FaultView[] {
  return listFaults(store, project_id).filter(({ used, times = 1 }) => used < times)
}

function view({ drawn, ...fault }: Fault): FaultView {
  return fault
}

/** No timer is longer, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1

function judgeHeader(name: string, value: string): void {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch (error) {
    throw new Invalid(`body /response/headers: ${(error as Error).message}`)
  }
}

/** @throws Invalid where the fault could never act, or does not say what it does */
function judge(fault: FaultDocument, operations: Operations): void {
  const { operation = '*', certificate_id, delay, error, response, drop, when } = fault
  if (operation !== '*' && !operations.has(operation)) {
    throw new Invalid(
      `body /operation: there is no operation ${operation}${suggest(operation, [...operations.keys()])}`,
    )
  }
  if (certificate_id !== undefined && operation !== '*' && !operations.get(operation)?.hasCertificate) {
    throw new Invalid(`body /certificate_id: ${operation} is about no certificate, so this fault could never act`)
  }
  if ([error, response, drop].filter((action) => action !== undefined).length > 1) {
    throw new Invalid('body: a fault has one of error, response and drop')
  }
  if ([delay, error, response, drop].every((action) => action === undefined)) {
    throw new Invalid('body: a fault says what it does: delay, error, response or drop')
  }
  if (drop !== undefined && when !== undefined && when !== drop) {
    throw new Invalid(`body /when: the fault drops ${drop} the effect; leave when out`)
  }
  const longest = delay === undefined ? 0 : milliseconds(typeof delay === 'object' ? delay.max : delay)
  if (longest > LONGEST_DELAY) throw new Invalid('body /delay: at most 24d')
  for (const [name, value] of Object.entries(response?.headers ?? {})) judgeHeader(name, value)
  if (typeof delay === 'object' && milliseconds(delay.min) > milliseconds(delay.max)) {
    throw new Invalid('body /delay: min is more than max')
  }
}
