/** What kind of value something is, with the kinds of what is in it; of an array all elements are taken together. */
interface Shape {
  readonly kinds: ReadonlySet<string>
  readonly fields: ReadonlyMap<string, Shape>
  readonly elements: Shape | undefined
}

/** Where two values differ in shape: a JSON pointer in which `*` is any element, and what is different. */
export interface ShapeDifference {
  readonly place: string
  readonly says: string
}

/** Where a value that was recorded and one that came here differ in shape. Values are not compared, nor are lengths. */
export function shapeDifferences(recorded: unknown, here: unknown): ShapeDifference[] {
  return compare(shapeOf([recorded]), shapeOf([here]), '')
}

function shapeOf(values: readonly unknown[]): Shape {
  const fields = new Map<string, unknown[]>()
  const elements: unknown[] = []
  for (const value of values) {
    if (Array.isArray(value)) for (const element of value) elements.push(element)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, field] of Object.entries(value)) {
        const found = fields.get(name) ?? []
        fields.set(name, found)
        found.push(field)
      }
    }
  }
  return {
    kinds: new Set(values.map(kindOf)),
    fields: new Map([...fields].map(([name, found]) => [name, shapeOf(found)])),
    elements: elements.length > 0 ? shapeOf(elements) : undefined,
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function compare(recorded: Shape, here: Shape, place: string): ShapeDifference[] {
  const found: ShapeDifference[] = []
  const at = place || '/'
  // Several elements may differ among themselves: it is enough that one side's kinds are among the other's.
  if (!(isWithin(recorded.kinds, here.kinds) || isWithin(here.kinds, recorded.kinds))) {
    found.push({ place: at, says: `${at} is ${list(recorded.kinds)} in the recording and ${list(here.kinds)} here` })
  }
  if (recorded.kinds.has('object') && here.kinds.has('object')) {
    for (const [name, field] of recorded.fields) {
      const own = here.fields.get(name)
      const inner = `${place}/${name}`
      if (own) found.push(...compare(field, own, inner))
      else found.push({ place: inner, says: `${inner} is in the recording and missing here` })
    }
    for (const name of here.fields.keys()) {
      const inner = `${place}/${name}`
      if (!recorded.fields.has(name)) found.push({ place: inner, says: `${inner} is here and not in the recording` })
    }
  }
  if (recorded.elements && here.elements) found.push(...compare(recorded.elements, here.elements, `${place}/*`))
  return found
}

const list = (kinds: ReadonlySet<string>) => [...kinds].sort().join(' or ')

const isWithin = (some: ReadonlySet<string>, all: ReadonlySet<string>) => [...some].every((kind) => all.has(kind))
