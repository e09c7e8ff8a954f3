/** A control call that changed a world: what its clients are answered depends on it as on their own requests. */
export interface Step {
  /** The number of the request before it. */
  readonly after: number
  /** The world's time. */
  readonly at: number
  readonly method: 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the world's address: `/clock`. */
  readonly path: string
  readonly body: unknown
}

/** How a world was, and what was done to it since beside its clients' requests, which the journal has. */
export interface Tape {
  /** The world's document, as JSON. */
  readonly state: string
  /** The number of the last request before that. */
  readonly after: number
  readonly steps: readonly Step[]
}

/** Why a world has no tape. */
export const LOST = {
  large: 'the world had more than 2,000 certificates when its requests began',
  room: 'there was no more room for it: the beginnings of all worlds may take 32 MB',
  journal: 'the journal was switched off meanwhile',
} as const

export type Lost = keyof typeof LOST

/** How much the tapes of all worlds may take together, in bytes. */
const CAP = 32 * 1024 * 1024

/** The tapes of all worlds, in memory. The oldest go first once there are too many bytes. */
export function createTapes() {
  const worlds = new Map<string, (Tape & { steps: Step[]; size: number }) | Lost>()
  let bytes = 0

  function put(project_id: string, tape: (Tape & { steps: Step[]; size: number }) | Lost): void {
    remove(project_id)
    worlds.set(project_id, tape)
    if (typeof tape !== 'string') grow(tape.size)
  }

  function remove(project_id: string): void {
    const tape = worlds.get(project_id)
    if (tape !== undefined && typeof tape !== 'string') bytes -= tape.size
    worlds.delete(project_id)
  }

  function grow(size: number): void {
    bytes += size
    if (bytes <= CAP) return
    for (const [project_id, tape] of worlds) {
      if (bytes <= CAP) return
      if (typeof tape !== 'string') put(project_id, 'room')
    }
  }

  return {
    /** A world's tape, or why it has none; nothing where none was begun. */
    of: (project_id: string): Tape | Lost | undefined => worlds.get(project_id),
    /** Begins a world's tape with its state, or says why it can have none. */
    begin(project_id: string, begun: Omit<Tape, 'steps'> | Lost): void {
      put(project_id, typeof begun === 'string' ? begun : { ...begun, steps: [], size: 2 * begun.state.length })
    },
    /** Notes what was done to a world. */
    note(project_id: string, step: Step): void {
      const tape = worlds.get(project_id)
      if (tape === undefined || typeof tape === 'string') return
      const size = 256 + 2 * JSON.stringify(step.body ?? null).length
      tape.steps.push(step)
      tape.size += size
      grow(size)
    },
    /** Forgets a world: its tape begins anew with what comes next. */
    forget: remove,
  }
}

export type Tapes = ReturnType<typeof createTapes>
