/** How many requests a world has made in the window that began last. */
export interface Window {
  readonly index: number
  readonly count: number
}

/** The throttles' windows of all worlds, in memory. */
export function createWindows() {
  const worlds = new Map<string, Window>()
  return {
    /** Counts one request of a world in a window; how many that makes. */
    count(project_id: string, index: number): number {
      const window = worlds.get(project_id)
      const count = window?.index === index ? window.count + 1 : 1
      worlds.set(project_id, { index, count })
      return count
    },
    /** The window of a world that began last, as it is; nothing where none did. */
    of: (project_id: string): Readonly<Window> | undefined => worlds.get(project_id),
    /** Counts on from a window. */
    load(project_id: string, window: Readonly<Window> | undefined): void {
      if (window) worlds.set(project_id, { ...window })
    },
    /** Forgets a world. */
    forget: (project_id: string): void => void worlds.delete(project_id),
  }
}
