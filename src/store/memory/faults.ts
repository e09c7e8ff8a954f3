import { type Fault, type FaultDocument, sizeOf, strikes, type Target } from '../../domain/fault.ts'

/** The faults of all worlds, in memory: they live as long as the process. Numbers count within a world. */
export function createFaults() {
  const worlds = new Map<string, { faults: Fault[]; next: number; bytes: number }>()
  /** What the faults of all worlds take, in bytes: about that of the answers that they give. */
  let bytes = 0
  const of = (project_id: string): readonly Fault[] => worlds.get(project_id)?.faults ?? []

  /** Puts a world's faults in the place of those that it has. */
  function put(project_id: string, faults: Fault[], next = worlds.get(project_id)?.next ?? 1): void {
    const size = faults.reduce((sum, fault) => sum + sizeOf(fault), 0)
    bytes += size - (worlds.get(project_id)?.bytes ?? 0)
    worlds.set(project_id, { faults, next, bytes: size })
  }

  return {
    of,
    bytes: () => bytes,
    /** The first fault, in the order of creation, that acts on this request; it counts as used. */
    strike(project_id: string, target: Target): Fault | undefined {
      const fault = of(project_id).find((candidate) => strikes(candidate, target))
      if (fault) fault.used += 1
      return fault
    },
    add(project_id: string, document: FaultDocument & { seed: number }): Fault {
      const { next = 1 } = worlds.get(project_id) ?? {}
      const fault: Fault = { ...document, id: next, used: 0, drawn: 0 }
      put(project_id, [...of(project_id), fault], next + 1)
      return fault
    },
    /** Puts another fault in the place of one; whether there was one. */
    replace(project_id: string, fault: Fault): boolean {
      const faults = of(project_id)
      put(
        project_id,
        faults.map((old) => (old.id === fault.id ? fault : old)),
      )
      return faults.some(({ id }) => id === fault.id)
    },
    /** Removes one fault, or all; whether there was one. */
    remove(project_id: string, id?: number): boolean {
      const faults = of(project_id)
      const left = id === undefined ? [] : faults.filter((fault) => fault.id !== id)
      if (worlds.has(project_id)) put(project_id, left)
      return left.length < faults.length
    },
    /** Puts faults in force as they are elsewhere: how often each acted, and which chances it drew. */
    load(project_id: string, faults: readonly Fault[]): void {
      const copies = faults.map((fault) => ({ ...fault }))
      const next = Math.max(worlds.get(project_id)?.next ?? 1, ...faults.map(({ id }) => id + 1))
      put(project_id, copies, next)
    },
    /** Forgets a world. */
    forget(project_id: string): void {
      put(project_id, [])
      worlds.delete(project_id)
    },
  }
}

export type Faults = ReturnType<typeof createFaults>
