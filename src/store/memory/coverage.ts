/** How often something was met, by what it is. */
export type Counts = ReadonlyMap<string, number>

/** An answer as a key: `RevokeCertificate 400 SCM.0010`, `RevokeCertificate 200 -`, `RevokeCertificate lost -`. */
export const answerKey = (operation: string, status: number | 'lost', code: string | null) =>
  `${operation} ${status} ${code ?? '-'}`

/** A move of the lifecycle as a key: `revoke ISSUED`. */
export const moveKey = (move: string, from: string) => `${move} ${from}`

/** Before it is bought or uploaded a certificate has no status: those are answers, not moves. */
interface Met {
  readonly answers: Map<string, number>
  readonly moves: Map<string, number>
}

const create = (): Met => ({ answers: new Map(), moves: new Map() })

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/**
 * Which answers and which moves clients have met, in memory: since the start for all worlds, those that are gone included,
 * and for each world that is there. Bounded by what the contract knows: names of operations, answers, moves.
 */
export function createCoverage() {
  let all = create()
  const worlds = new Map<string, Met>()
  const of = (project_id: string): Met => {
    const met = worlds.get(project_id) ?? create()
    worlds.set(project_id, met)
    return met
  }
  return {
    /** An answer was given; `lost` where the connection was cut instead. @param project_id null where it is no world's */
    answer(project_id: string | null, operation: string, status: number | 'lost', code: string | null): void {
      const key = answerKey(operation, status, code)
      add(all.answers, key)
      if (project_id !== null) add(of(project_id).answers, key)
    },
    /** A certificate has moved. */
    move(project_id: string, move: string, from: string): void {
      const key = moveKey(move, from)
      add(all.moves, key)
      add(of(project_id).moves, key)
    },
    /** What was met in a world, or in all of them. */
    met: (project_id?: string): { readonly answers: Counts; readonly moves: Counts } =>
      project_id === undefined ? all : (worlds.get(project_id) ?? create()),
    /** Begins anew, in every world. */
    clear(): void {
      all = create()
      worlds.clear()
    },
    /** Forgets a world; what was met in it stays among all. */
    forget: (project_id: string): void => void worlds.delete(project_id),
  }
}

export type Coverage = ReturnType<typeof createCoverage>
