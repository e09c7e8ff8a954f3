import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const SRC = fileURLToPath(new URL('../src', import.meta.url))
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

/** The rooms, and the files beside them, from left to right; what stands in one place is side by side. */
const HOUSE = [
  ['domain'],
  ['documents', 'pki', 'store', 'config.ts'],
  ['ca', 'console'],
  ['service', 'worlds'],
  ['http'],
  ['routes'],
  ['openapi'],
  ['app.ts', 'rehearsal.ts'],
  ['emulator.ts'],
  ['library'],
  ['probe', 'compare', 'replay'],
  ['cli'],
]
/** Whoever is in none of them is a door; these are all. */
const DOORS = HOUSE.length
const DOOR_FILES = ['client.ts', 'index.ts', 'main.ts']
const HOUSE_FILES = HOUSE.flat()

/** The room that a file is in; a file outside of all rooms is its own. */
const roomOf = (file: string) => file.split('/', 1)[0] as string
const placeOf = (file: string) => {
  const place = HOUSE.findIndex((rooms) => rooms.includes(roomOf(file)))
  return place < 0 ? DOORS : place
}

/** What a file imports: packages as they are named, files of ours as paths from src. */
function importsOf(file: string): { target: string; isType: boolean }[] {
  const text = readFileSync(join(SRC, file), 'utf8')
  const found = text.matchAll(
    /^\s*(?:import|export)\b([^'"`;]*?)\bfrom\s*'([^']+)'|\b(?:import|require)(?:\s+|\s*\(\s*)'([^']+)'/gm,
  )
  return [...found].map(([, clause = '', from = '', loaded = '']) => {
    const name = from || loaded
    return {
      target: name.startsWith('.') ? relative(SRC, join(SRC, dirname(file), name)) : name,
      isType: /^\s*type\b/.test(clause),
    }
  })
}

const TEST = fileURLToPath(new URL('.', import.meta.url))
const TESTS = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

const IMPORTS = new Map(FILES.map((file) => [file, importsOf(file)]))
const EDGES = [...IMPORTS].flatMap(([file, imports]) => imports.map(({ target, isType }) => ({ file, target, isType })))
const ours = EDGES.filter(({ target }) => FILES.includes(target))
const arrow = ({ file, target }: { file: string; target: string }) => `${file} -> ${target}`

t.test('the imports are all found', async (t) => {
  t.ok(FILES.length > 40, `${FILES.length} files`)
  for (const file of FILES) {
    const text = readFileSync(join(SRC, file), 'utf8')
    const count = text.match(/(?<=from |import |import\(|require\()'/g)?.length ?? 0
    t.equal(IMPORTS.get(file)?.length, count, `${count} in ${file}`)
  }
  const lost = EDGES.filter(({ target }) => /^\.|\.tsx?$/.test(target) && !existsSync(join(SRC, target)))
  t.strictSame(lost.map(arrow), [], 'each leads to a file of ours')
  for (const expected of ['store/database.ts -> better-sqlite3', 'main.ts -> cli/run.ts', 'app.ts -> http/body.ts']) {
    t.ok(EDGES.map(arrow).includes(expected), expected)
  }
})

t.test('imports point one way', async (t) => {
  const rooms = [...new Set(FILES.map(roomOf))]
  t.strictSame(
    rooms.sort(),
    [...HOUSE_FILES, ...DOOR_FILES].sort(),
    'these rooms, files and doors, no more and no fewer',
  )
  const beside = readdirSync(SRC).filter((name) => /\.(?:ts|js)$/.test(name))
  t.ok(beside.length >= 6 && beside.length <= 8, `six to eight files at the top: ${beside}`)
  const isAllowed = ({ file, target }: { file: string; target: string }) => {
    const [from, to] = [placeOf(file), placeOf(target)]
    return roomOf(file) === roomOf(target) || to < from || (from === DOORS && to === DOORS)
  }
  t.strictSame(ours.filter((edge) => !isAllowed(edge)).map(arrow), [], 'a room imports only what is left of it')
  const configs = ours.filter(({ file }) => file === 'config.ts')
  t.strictSame(
    configs.filter(({ target }) => roomOf(target) !== 'domain').map(arrow),
    [],
    'config.ts imports only domain',
  )
  const early = ours.filter(({ file, target }) => target === 'config.ts' && placeOf(file) < placeOf('http'))
  t.strictSame(early.map(arrow), [], 'config.ts is for http and above')
})

t.test('the console is a client: it knows the documents of the doors, and only as types', async (t) => {
  const outward = EDGES.filter(({ file, target }) => roomOf(file) === 'console' && roomOf(target) !== 'console')
  const isPackage = (target: string) => /^(?:preact|@preact)\b/.test(target)
  const strays = outward.filter(
    ({ target, isType }) => !isPackage(target) && !(isType && roomOf(target) === 'documents'),
  )
  t.ok(outward.some(({ target }) => target === 'documents/index.ts'))
  t.strictSame(strays.map(arrow), [])
})

t.test('route folders never import each other', async (t) => {
  const routes = ours.filter(({ file, target }) => roomOf(file) === 'routes' && roomOf(target) === 'routes')
  t.ok(routes.length > 10)
  const isAbove = (above: string, below: string) => `${dirname(below)}/`.startsWith(`${dirname(above)}/`)
  // An index gathers what is in the folders of its own.
  const gathers = (file: string, target: string) => file.endsWith('/index.ts') && isAbove(file, target)
  const strays = routes.filter(({ file, target }) => !isAbove(target, file) && !gathers(file, target))
  t.strictSame(strays.map(arrow), [], 'a route imports from its own folder and from those around it')
})

t.test('packages stay in their rooms', async (t) => {
  const used = (pattern: RegExp) => EDGES.filter(({ target }) => pattern.test(target))
  const outside = (edges: typeof EDGES, isHome: (file: string) => boolean) =>
    edges.filter(({ file }) => !isHome(file)).map(arrow)
  // Of node:net it has what tells an address from a name.
  const pure = /^(?:escape-string-regexp|fast-xml-builder|leven|typebox|typebox\/.*|node:(?:crypto|net)|[^:]*\.ts)$/
  const domain = EDGES.filter(({ file }) => roomOf(file) === 'domain')
  t.strictSame(
    domain.filter(({ target }) => !pure.test(target)).map(arrow),
    [],
    'domain is pure: no Fastify, SQLite, I/O',
  )
  t.strictSame(
    outside(used(/^better-sqlite3$/), (file) => roomOf(file) === 'store'),
    [],
    'SQLite is known to store only',
  )
  t.strictSame(
    outside(used(/fastify|find-my-way/), (file) => placeOf(file) >= placeOf('http')),
    [],
    'Fastify: to http and above',
  )
  t.strictSame(
    outside(used(/^fastify-plugin$/), (file) => roomOf(file) === 'http'),
    [],
  )
})

t.test('nothing leads back to where it came from, not even by a type', async (t) => {
  const next = (file: string) => ours.filter((edge) => edge.file === file).map(({ target }) => target)
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (path.includes(file) || done.has(file)) return
    for (const target of next(file)) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of FILES) visit(file, [])
  t.strictSame(circles, [])
})

t.test('names and the clock', async (t) => {
  const folders = [...FILES, ...TESTS].flatMap((file) => dirname(file).split('/'))
  t.strictSame(
    folders.filter((folder) => /^(?:utils?|helpers?|common|lib|shared|misc)$/i.test(folder)),
    [],
  )
  t.strictSame(
    FILES.filter((file) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+\.tsx?$/.test(file)),
    [],
    'lower case, with dashes',
  )
  const readers = FILES.filter((file) =>
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/.test(readFileSync(join(SRC, file), 'utf8')),
  )
  t.strictSame(readers, ['domain/clock.ts'], 'one file asks the machine for its time')
  const skeletons = FILES.filter((file) => /\bFastify(?:<[^(]*>)?\(/.test(readFileSync(join(SRC, file), 'utf8')))
  t.strictSame(skeletons, ['app.ts'], 'the only Fastify() call')
})

t.test('routes are registered by their names, not by what a module happens to export', async (t) => {
  const gathered = FILES.filter((file) => /^routes\//.test(file)).filter((file) =>
    /^import \* as .* from '\.|\bObject\.values\(/m.test(readFileSync(join(SRC, file), 'utf8')),
  )
  t.strictSame(gathered, [])
})

/** Files that are a table: a row beside another is what one looks up in them, and a second file would part them. */
const TABLES =
  /^(?:domain\/(?:errors|rules|lifecycle)\.ts|documents\/\w+(?:-\w+)*\.ts|console\/words\/\w+\.ts|cli\/commands\.ts)$/

t.test('a file is read in one sitting', async (t) => {
  const lines = (file: string) => readFileSync(join(SRC, file), 'utf8').split('\n').length - 1
  const long = FILES.filter((file) => !TABLES.test(file) && lines(file) > 200)
  t.strictSame(
    long.map((file) => `${file}: ${lines(file)}`),
    [],
    'at most 200 lines, but for tables',
  )
  const giants = FILES.filter((file) => lines(file) > 350)
  t.strictSame(
    giants.map((file) => `${file}: ${lines(file)}`),
    [],
    'and a table at most 350',
  )
})

/**
 * Literals that are spread where they stand, `{ ...{ a, b } }`, to save the formatter's lines: the compiler then lets
 * through fields that nobody knows.
 */
function spreadLiterals(text: string): string[] {
  return [...text.matchAll(/\.\.\.([{[])/g)].flatMap(({ index, 1: opening = '' }) => {
    const [open, close] = opening === '{' ? ['{', '}'] : ['[', ']']
    let depth = 0
    let end = index + 3
    do {
      if (text[end] === open) depth += 1
      if (text[end] === close) depth -= 1
      end += 1
    } while (depth > 0 && end < text.length)
    const literal = text.slice(index, end).replace(/\s+/g, ' ')
    // What is a copy of something, and what a call makes of it, is no trick; neither is a pattern on the left.
    return /^\.\.\.[{[] ?\.\.\./.test(literal) || /^\s*(?:\.|\?|\[|=[^=])/.test(text.slice(end)) ? [] : [literal]
  })
}

t.test('no literal is spread where it stands', async (t) => {
  t.strictSame(spreadLiterals('f({ ...{ a: 1 }, ...x }, ...[1].map(g), ...[2])'), ['...{ a: 1 }', '...[2]'])
  for (const [folder, files] of [
    [SRC, FILES],
    [TEST, TESTS.filter((file) => file !== 'house.test.ts')],
  ] as const) {
    const found = files.flatMap((file) =>
      spreadLiterals(readFileSync(join(folder, file), 'utf8')).map((literal) => `${file}: ${literal.slice(0, 60)}`),
    )
    t.strictSame(found, [])
  }
})
