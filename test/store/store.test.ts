import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { packageFile } from '../../src/config.ts'
import { assemble } from '../../src/emulator.ts'
import { type Database, openDatabase, troubleOf, UnusableDatabase } from '../../src/store/database.ts'
import { environment } from '../support/child.ts'
import { folder } from '../support/emulate.ts'

const open = (file: string, migrations = packageFile('migrations')) => openDatabase(file, migrations)

/** Why a file cannot be used: the message of an UnusableDatabase, of which the file's name is cut out. */
function complaint(t: Test, file: string, migrations?: string): string | undefined {
  try {
    open(file, migrations).close()
    return undefined
  } catch (error) {
    t.ok(error instanceof UnusableDatabase, `${error}`)
    const { message } = error as Error
    t.equal(message.split(file).length, 2, 'the message names the file, once')
    t.notMatch(message, /\n|SQLITE_/, 'one sentence, for a person')
    return message.replace(file, 'FILE')
  }
}

/** Migrations of the tests' own: the queue knows no tables. A child without its parent fails the commit, not the change. */
function ownMigrations(t: Test, ...files: string[]): string {
  const path = folder(t)
  const first = `CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE children
    (parent INTEGER NOT NULL REFERENCES parents DEFERRABLE INITIALLY DEFERRED) STRICT;`
  for (const [index, sql] of [first, ...files].entries()) writeFileSync(join(path, `000${index + 1}-x.sql`), sql)
  return path
}

/** A database with a parent to add, a child that has none, and the parents that are there. */
function ownDatabase(t: Test) {
  const [file, migrations] = [join(folder(t), 'test.db'), ownMigrations(t)]
  let database = open(file, migrations)
  t.teardown(() => database.close())
  const run = (sql: string) => void database.prepare(sql).run()
  return {
    write: (change: Parameters<Database['write']>[0]) => database.write(change),
    add: (id: number) => run(`INSERT INTO parents VALUES (${id})`),
    orphan: () => run('INSERT INTO children VALUES (404)'),
    run,
    parents: () => database.prepare<[], number>('SELECT id FROM parents ORDER BY rowid').pluck().all(),
    close: () => database.close(),
    reopen() {
      database = open(file, migrations)
    },
  }
}

const outcomes = async (promises: Promise<unknown>[]) =>
  (await Promise.allSettled(promises)).map((settled) =>
    settled.status === 'fulfilled' ? settled.value : `no: ${settled.reason.message}`,
  )

t.test('a file that is no database of ours is refused, and left as it is', async (t) => {
  const path = folder(t)
  const make: Record<string, [RegExp, (file: string) => void]> = {
    'no database': [
      /^the database FILE is not a SQLite database$/,
      (file) => writeFileSync(file, 'hello\n'.repeat(999)),
    ],
    "another program's": [
      /^the database FILE belongs to another program$/,
      (file) => new Sqlite(file).exec('CREATE TABLE bookmarks (url)').close(),
    ],
    'of a newer version': [
      /^the database FILE was written by a newer scm-emulator \(schema 99, this one knows \d+\): update it$/,
      (file) => {
        open(file).close()
        const db = new Sqlite(file)
        db.pragma('user_version = 99')
        db.close()
      },
    ],
    damaged: [
      /^the database FILE is damaged$/,
      (file) => {
        open(file).close()
        const bytes = readFileSync(file)
        writeFileSync(file, bytes.fill(0x5a, 100, bytes.length))
      },
    ],
  }
  for (const [name, [expected, prepare]] of Object.entries(make)) {
    const file = join(path, `${name}.db`)
    prepare(file)
    const before = readFileSync(file)
    t.match(complaint(t, file), expected, name)
    t.ok(readFileSync(file).equals(before), `${name}: not a byte of it is changed`)
  }
  mkdirSync(join(path, 'directory.db'))
  t.match(complaint(t, join(path, 'directory.db')), /^the database FILE cannot be opened or created: check the folder/)
  t.match(
    complaint(t, join(path, 'no', 'where.db')),
    /^the database FILE cannot be opened or created: check the folder/,
  )
  writeFileSync(join(path, 'empty.db'), '')
  t.equal(complaint(t, join(path, 'empty.db')), undefined, 'an empty file is a new database')
})

t.test('what may not be written is refused', { skip: process.getuid?.() === 0 && 'root may write all' }, async (t) => {
  const path = folder(t)
  open(join(path, 'there.db')).close()
  chmodSync(join(path, 'there.db'), 0o444)
  t.match(complaint(t, join(path, 'there.db')), /^the database FILE .*(read-only|permissions)/)
  chmodSync(path, 0o555)
  t.match(complaint(t, join(path, 'new.db')), /^the database FILE (cannot be opened or created|is in a folder)/)
  chmodSync(path, 0o755)
})

t.test('one emulator a file, for as long as its process lives', async (t) => {
  const file = join(folder(t), 'shared.db')
  const first = open(file)
  t.match(
    complaint(t, file),
    /^the database FILE is in use by another process: choose .*--db.*--in-memory$/,
    'within this process',
  )
  await first.write(() => first.prepare('SELECT 1').get())
  t.match(
    complaint(t, file),
    /^the database FILE is in use by another process: choose .*--db.*--in-memory$/,
    'and still, after it was refused',
  )
  first.close()
  const other = hold(t, file)
  const exit = once(other, 'exit')
  await Promise.race([once(other, 'message'), exit])
  t.match(
    complaint(t, file),
    /^the database FILE is in use by another process: choose .*--db.*--in-memory$/,
    'another process',
  )
  other.kill('SIGKILL')
  await exit
  t.equal(complaint(t, file), undefined, 'the lock dies with its process')
})

/** A process that opens the database, says so, and waits. */
function hold(t: Test, file: string): ChildProcess {
  const script = `import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url))}
    openDatabase(${JSON.stringify(file)}, ${JSON.stringify(packageFile('migrations'))})
    process.send('open'); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

t.test('migrations: each once, in order, all of one or nothing', async (t) => {
  const file = join(folder(t), 'test.db')
  open(file, ownMigrations(t)).close()
  const broken = ownMigrations(
    t,
    'INSERT INTO parents VALUES (2); CREATE TABLE t2 (x); INSERT INTO nowhere VALUES (1);',
  )
  t.match(complaint(t, file, broken), /^the database FILE .*nowhere/, 'what is wrong with one is told')
  const grown = ownMigrations(t, 'CREATE TABLE t2 (x);', 'DROP TABLE t2;')
  writeFileSync(join(grown, 'README.md'), 'no migration')
  t.equal(complaint(t, file, grown), undefined, 'nothing of the broken one was there')
  t.equal(complaint(t, file, grown), undefined, 'none runs twice')
  const db = new Sqlite(file)
  t.equal(db.pragma('user_version', { simple: true }), 3)
  t.equal(db.prepare('SELECT count(*) FROM parents').pluck().get(), 0)
  db.close()
  t.match(complaint(t, file, ownMigrations(t)), /newer scm-emulator \(schema 3, this one knows 1\): update it/)
})

t.test('the write queue', async (t) => {
  await t.test('a change that throws leaves no trace; its neighbours commit', async (t) => {
    const { write, add, parents, reopen, close } = ownDatabase(t)
    const made = outcomes([
      write(() => add(1)),
      write(() => {
        add(2)
        throw new Error('refused')
      }),
      write(() => {
        add(3)
        return parents()
      }),
      write(() => add(1)),
    ])
    t.strictSame(parents(), [], 'nothing happens in the turn in which it is asked for')
    t.strictSame(await made, [undefined, 'no: refused', [1, 3], 'no: UNIQUE constraint failed: parents.id'])
    close()
    reopen()
    t.strictSame(parents(), [1, 3])
  })

  await t.test('a commit that fails fails its whole batch; the next one is fine', async (t) => {
    const { write, add, orphan, run, parents } = ownDatabase(t)
    const all = await outcomes([write(() => add(1)), write(orphan), write(() => add(2))])
    t.strictSame(all, Array(3).fill('no: FOREIGN KEY constraint failed'))
    t.strictSame(parents(), [])
    // As a full disk does it: SQLite rolls back by itself, and the change throws.
    const ruin = () => {
      run('ROLLBACK')
      throw new Error('disk full')
    }
    t.strictSame(
      await outcomes([write(() => add(3)), write(ruin), write(() => add(4))]),
      Array(3).fill('no: disk full'),
    )
    t.strictSame(parents(), [])
    const quiet = await outcomes([write(() => add(5)), write(() => run('ROLLBACK')), write(() => add(6))])
    t.match(quiet, Array(3).fill(/^no: /), 'nor does anything of a batch whose transaction is gone')
    t.strictSame(await outcomes([write(() => add(7))]), [undefined])
    t.strictSame(parents(), [7])
  })

  await t.test('close() commits what is queued; later changes fail', async (t) => {
    const { write, add, parents, close, reopen } = ownDatabase(t)
    const queued = write(() => add(1))
    close()
    await queued
    t.match(await outcomes([write(() => add(2)), write(() => add(3))]), [/^no: .*not open/, /^no: .*not open/])
    reopen()
    t.strictSame(parents(), [1])
  })

  await t.test('whatever the batches: what was promised is there, in order, and nothing else', async (t) => {
    const { write, add, orphan, run, parents } = ownDatabase(t)
    const change = fc.constantFrom('good', 'good', 'good', 'throws', 'orphan')
    const property = fc.asyncProperty(
      fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 8 }),
      async (batches) => {
        await write(() => run('DELETE FROM parents'))
        let id = 0
        const expected: number[] = []
        for (const batch of batches) {
          const made = await outcomes(
            batch.map((kind) => {
              const mine = ++id
              return write(() => {
                if (kind === 'orphan') orphan()
                add(mine)
                if (kind === 'throws') throw new Error('refused')
                return mine
              })
            }),
          )
          if (batch.includes('orphan') && made.some((outcome) => typeof outcome === 'number')) return false
          expected.push(...made.filter((outcome) => typeof outcome === 'number'))
        }
        return parents().join() === expected.join()
      },
    )
    await t.resolves(fc.assert(property, { numRuns: 60 }))
  })
})

t.test('a file that is lost, full or damaged: each has its sentence', async (t) => {
  const path = folder(t)
  const add = (database: Database, id: number) =>
    database.write(() => database.prepare(`INSERT INTO parents VALUES (${id})`).run())

  await t.test('removed or replaced while it is in use: nothing is acknowledged that would be lost', async (t) => {
    for (const suffix of ['', '-wal']) {
      const file = join(path, `removed${suffix}.db`)
      const database = open(file, ownMigrations(t))
      t.teardown(() => database.close())
      await add(database, 1)
      renameSync(file + suffix, `${file}.elsewhere`)
      const message = `the database ${file}${suffix} was removed or replaced while it was in use`
      await t.rejects(add(database, 2), { message })
      writeFileSync(file + suffix, '')
      await t.rejects(add(database, 2), { message })
      renameSync(`${file}.elsewhere`, file + suffix)
      await t.resolves(add(database, 2), 'put back, it goes on')
    }
  })

  await t.test('its WAL is missing after its process died', async (t) => {
    const file = join(path, 'killed.db')
    const child = hold(t, file)
    await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')
    t.ok(statSync(file).size > 4096, 'the file itself holds the tables')
    const wal = readFileSync(`${file}-wal`)
    copyFileSync(file, join(path, 'copy.db'))
    rmSync(`${file}-wal`)
    const missing = /^the database FILE lacks its WAL, .* put it back, or make an empty one to go on without$/
    t.match(complaint(t, file), missing)
    rmSync(`${file}-wal`, { force: true })
    t.match(complaint(t, file), missing, 'as often as it is tried')
    writeFileSync(`${file}-wal`, wal)
    t.equal(complaint(t, file), undefined, 'put back')
    t.equal(complaint(t, join(path, 'copy.db')), undefined, 'a copy never had one: a backup can be opened')
  })

  await t.test(
    "its WAL was taken in by somebody else's SQLite after its process died: nothing is lacking",
    async (t) => {
      const file = join(path, 'taken-in.db')
      const child = hold(t, file)
      await once(child, 'message')
      child.kill('SIGKILL')
      await once(child, 'exit')
      const tool = new Sqlite(file)
      const before = tool.prepare('SELECT count(*) FROM projects').pluck().get()
      tool.close()
      t.notOk(existsSync(`${file}-wal`), 'who closes it last takes it in, and away')
      t.equal(complaint(t, file), undefined)
      const after = new Sqlite(file)
      t.equal(after.prepare('SELECT count(*) FROM projects').pluck().get(), before)
      after.close()
    },
  )

  await t.test('a WAL that grew long was taken in, and the next one is lacked again', async (t) => {
    const file = join(path, 'long.db')
    const wal = `${file}-wal`
    const database = open(file, ownMigrations(t, 'CREATE TABLE texts (text BLOB NOT NULL) STRICT;'))
    const insert = database.prepare('INSERT INTO texts VALUES (zeroblob(33000000))')
    for (let round = 0; round < 2; round += 1) await database.write(() => insert.run())
    t.ok(statSync(wal).size > 64_000_000)
    await add(database, 1)
    t.ok(statSync(wal).size < 1_000_000, `${statSync(wal).size} bytes`)
    copyFileSync(file, `${file}.alone`)
    database.close()
    const alone = new Sqlite(`${file}.alone`)
    t.equal(alone.prepare('SELECT file FROM open_as').pluck().get(), String(statSync(file).ino), 'marked')
    t.same(alone.prepare('SELECT count(*) FROM parents').pluck().get(), 0, 'without what was written last')
    alone.close()
  })

  await t.test('full', async (t) => {
    const database = open(join(path, 'full.db'), ownMigrations(t))
    t.teardown(() => database.close())
    const pages = database.prepare<[], number>('PRAGMA page_count').pluck().get()
    database.prepare(`PRAGMA max_page_count = ${pages}`).get()
    const grow = () =>
      database
        .prepare(
          'WITH RECURSIVE n (id) AS (SELECT 9 UNION ALL SELECT id + 1 FROM n LIMIT 100000) INSERT INTO parents SELECT id FROM n',
        )
        .run()
    const error = await database.write(grow).catch((error: Error) => error)
    t.equal(error instanceof Error && troubleOf(error), 'the database cannot grow: the disk is full')
    await t.resolves(add(database, 1), 'what still fits goes on')
  })

  await t.test('damaged, wherever: a sentence at the start or with the answer, and never a stack', async (t) => {
    const whole = join(path, 'whole.db')
    const first = await assemble({ db: whole })
    await first.close()
    const bytes = readFileSync(whole)
    const said = new Set<string>()
    for (let page = 1; page < bytes.length / 4096; page += 1) {
      const file = join(path, 'damaged.db')
      for (const suffix of ['', '-wal']) rmSync(file + suffix, { force: true })
      writeFileSync(file, Buffer.from(bytes).fill(0x5a, page * 4096, (page + 1) * 4096))
      try {
        await using emulator = await assemble({ db: file })
        const made = await emulator.inject({ method: 'POST', url: '/_emulator/worlds', payload: {} })
        if (made.statusCode !== 201) said.add(made.json().error.message)
      } catch (error) {
        t.ok(error instanceof UnusableDatabase, `page ${page}: ${error}`)
        said.add((error as Error).message.replace(file, 'FILE'))
      }
    }
    t.ok(said.size > 0)
    for (const sentence of said) t.match(sentence, /^the database (?:FILE )?is damaged$/)
  })
})
