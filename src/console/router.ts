import { signal } from '@preact/signals'

export const VIEWS = ['certificates', 'desk', 'requests', 'faults', 'coverage', 'world'] as const
export type View = (typeof VIEWS)[number]

/** Where one is: everything that can be looked at has an address. */
export interface Place {
  /** The world's project id; empty for the first that there is. */
  readonly world: string
  readonly view: View
  /** A certificate's id, or a request's number. */
  readonly item: string
  /** The address leads nowhere. */
  readonly lost: boolean
}

export const place = signal(parse(location.hash))

addEventListener('hashchange', () => {
  place.value = parse(location.hash)
})

function parse(hash: string): Place {
  const [world = '', view = 'certificates', item = '', ...rest] = hash.replace(/^#\/?/, '').split('/')
  const known = VIEWS.find((name) => name === view)
  const lost = !known || rest.length > 0 || !/^(?:[0-9a-f]{32})?$/.test(world) || !/^\w*$/.test(item)
  return { world, view: known ?? 'certificates', item, lost }
}

/** The address of a view, or of what is in it, in the world that one looks at. */
export function href(view: View, item = '', world = place.value.world): string {
  return `#/${world}/${view}${item && `/${item}`}`
}

/** Goes there; one can go back. */
export function go(view: View, item = '', world?: string): void {
  location.hash = href(view, item, world)
}
