import { randomInt } from 'node:crypto'
import type { Context } from '../ca/context.ts'
import type { FaultDocument, FaultView } from '../documents/fault.ts'
import { mayBe } from '../domain/bounds.ts'
import { type Fault, type Operations, sizeOf } from '../domain/fault.ts'
import { validateFault } from './fault-rules.ts'

type Reader = Pick<Context, 'store' | 'world'>
type Writer = Reader & { readonly operations: Operations }

/** Puts a fault in force, after those that are. @throws Invalid where it could never act, TooMany */
export function addFault({ store, world, operations }: Writer, document: FaultDocument): FaultView {
  validateFault(document, operations)
  mayBe('faults', store.faults.of(world.project_id).length + 1)
  mayBe('fault_bytes', store.faults.bytes() + sizeOf(document))
  store.events.wake(world.project_id)
  return view(store.faults.add(world.project_id, { ...document, seed: document.seed ?? randomInt(2 ** 32) }))
}

/** Changes a fault; it keeps its place and its count. Nothing where there is none. @throws Invalid, TooMany */
export function changeFault(
  { store, world, operations }: Writer,
  id: number,
  change: FaultDocument,
): FaultView | undefined {
  const before = store.faults.of(world.project_id).find((fault) => fault.id === id)
  if (!before) return undefined
  const fault: Fault = { ...before, ...change }
  validateFault(fault, operations)
  mayBe('fault_bytes', store.faults.bytes() - sizeOf(before) + sizeOf(fault))
  store.faults.replace(world.project_id, fault)
  store.events.wake(world.project_id)
  return view(fault)
}

/** The faults of a world in the order in which they are tried. */
export function listFaults({ store, world }: Reader): FaultView[] {
  return store.faults.of(world.project_id).map(view)
}

/** Removes one fault, or all; whether there was one. */
export function removeFaults({ store, world }: Reader, id?: number): boolean {
  store.events.wake(world.project_id)
  return store.faults.remove(world.project_id, id)
}

/** Faults that never acted, or not as often as they were ordered to. */
export function unusedFaults(context: Reader): FaultView[] {
  return listFaults(context).filter(({ used, times = 1 }) => used < times)
}

function view({ drawn, ...fault }: Fault): FaultView {
  return fault
}
