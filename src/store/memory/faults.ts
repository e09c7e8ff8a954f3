import { type Fault, type FaultDocument, strikes, type Target } from '../../domain/fault.ts'

/** The faults of all worlds, in memory: they live as long as the process. Numbers count within a world. */
export function createFaults() {
  const worlds = new Map<string, { faults: Fault[]; next: number }>()
  const of = (project_id: string): readonly Fault[] => worlds.get(project_id)?.faults ?? []
  return {
    of,
    /** The first fault, in the order of creation, that acts on this request; it counts as used. */
    strike(project_id: string, target: Target): Fault | undefined {
      const fault = of(project_id).find((candidate) => strikes(candidate, target))
      if (fault) fault.used += 1
      return fault
    },
    add(project_id: string, document: FaultDocument & { seed: number }): Fault {
      const world = worlds.get(project_id) ?? { faults: [], next: 1 }
      worlds.set(project_id, world)
      const fault: Fault = { ...document, id: world.next, used: 0, drawn: 0 }
      world.next += 1
      world.faults.push(fault)
      return fault
    },
    /** Puts another fault in the place of one; whether there was one. */
    replace(project_id: string, fault: Fault): boolean {
      const { faults = [] } = worlds.get(project_id) ?? {}
      const index = faults.findIndex(({ id }) => id === fault.id)
      if (index >= 0) faults[index] = fault
      return index >= 0
    },
    /** Removes one fault, or all; whether there was one. */
    remove(project_id: string, id?: number): boolean {
      const world = worlds.get(project_id)
      if (!world) return false
      const before = world.faults.length
      world.faults = id === undefined ? [] : world.faults.filter((fault) => fault.id !== id)
      return world.faults.length < before
    },
    /** Puts faults in force as they are elsewhere: how often each acted, and which chances it drew. */
    load(project_id: string, faults: readonly Fault[]): void {
      worlds.set(project_id, { faults: faults.map((fault) => ({ ...fault })), next: 1 })
    },
    /** Forgets a world. */
    forget: (project_id: string): void => void worlds.delete(project_id),
  }
}

export type Faults = ReturnType<typeof createFaults>
