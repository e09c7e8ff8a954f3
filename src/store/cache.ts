/** As many rows each cache keeps. */
const KEPT = 10_000

/**
 * Caches of rows that are asked for with every request and seldom change. They are safe because a database belongs to one
 * process and all writes go through its queue: inside a batch everything is read from the database, and a batch that
 * wrote such a row empties the caches at its end, however it ends.
 */
export function createCaches() {
  const all: Map<string, unknown>[] = []
  let isBatch = false
  let isTouched = false
  return {
    /** The same as `load`, which is asked once for what it finds. */
    cached<Row>(load: (key: string) => Row | undefined): (key: string) => Row | undefined {
      const rows = new Map<string, Row>()
      all.push(rows)
      return (key) => {
        if (isBatch) return load(key)
        const known = rows.get(key)
        if (known !== undefined) return known
        const row = load(key)
        if (rows.size >= KEPT) rows.clear()
        if (row !== undefined) rows.set(key, row)
        return row
      }
    },
    /** A row that is cached is being written. */
    touch(): void {
      isTouched = true
    },
    /** A batch begins. */
    begin(): void {
      isBatch = true
    },
    /** A batch has ended. */
    settle(): void {
      isBatch = false
      if (!isTouched) return
      for (const rows of all) rows.clear()
      isTouched = false
    },
  }
}
