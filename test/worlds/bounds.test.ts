import { get, type IncomingMessage } from 'node:http'
import t from 'tap'
import { BOUNDS } from '../../src/domain/bounds.ts'
import { emulate } from '../support/emulate.ts'

t.test('what there may be many of has a bound, and nothing is left of what is refused', async (t) => {
  const target = await emulate(t, { maxWorlds: 3 }, 'tcp')
  const { project_id } = await target.world()
  const faults = `/worlds/${project_id}/faults`
  const refusal = async (path: string, body: object) => {
    const { status, json } = await target.ask({ method: 'POST', path: `/_emulator${path}`, body })
    return { status, ...json.error }
  }

  await t.test('409 worlds: --max-worlds', async (t) => {
    await target.world()
    const { project_id: last } = await target.world()
    t.match(await refusal('/worlds', {}), { status: 409, code: 'too_many', message: /3 worlds: .*--max-worlds/ })
    t.equal((await target.control('GET', '/worlds')).worlds.length, 3)
    await target.control('DELETE', `/worlds/${last}`)
    await target.world()
  })

  await t.test('409 faults of a world, and the bytes of all', async (t) => {
    for (let count = 0; count < BOUNDS.faults.most; count += 1) await target.control('POST', faults, { drop: 'before' })
    t.match(await refusal(faults, { drop: 'before' }), { status: 409, code: 'too_many', message: /200 faults/ })
    t.equal((await target.control('GET', faults)).faults.length, BOUNDS.faults.most)
    await target.control('DELETE', faults)
    await target.control('POST', faults, { drop: 'before' })
  })

  await t.test('400 and 409 faults of a snapshot: the same bounds, and the world stays as it is', async (t) => {
    const fault = { id: 1, seed: 1, used: 0, drawn: 0, error: 'SCM.0010' }
    const put = async (faults_: object[]) => {
      const path = `/_emulator/worlds/${project_id}/snapshot`
      const { status, json } = await target.ask({ method: 'PUT', path, body: { faults: faults_ } })
      return { status, ...json?.error }
    }
    const numbered = (count: number, more: object = {}) =>
      Array.from({ length: count }, (_, index) => ({ ...fault, ...more, id: index + 1 }))
    t.match(await put(numbered(BOUNDS.faults.most)), { status: 204 })
    t.match(await put(numbered(BOUNDS.faults.most + 1)), {
      status: 400,
      message: /\/faults has 201 items; it may have 200/,
    })
    const { error: _, ...rest } = fault
    const large = [{ ...rest, response: { status: 200, body: 'x'.repeat(11 * 1024 * 1024) } }]
    t.match(await put(large), { status: 204 }, 'one of 11 MB')
    t.match(await put(large), { status: 204 }, 'which takes the place of itself')
    await target.control('DELETE', faults)
  })

  await t.test('409 event streams, which are free again once their readers are gone', async (t) => {
    const path = `${target.url}/_emulator/worlds/${project_id}/events`
    const follow = () =>
      new Promise<IncomingMessage>((resolve, reject) =>
        get(path, { headers: { accept: 'text/event-stream' }, agent: false }, resolve).on('error', reject),
      )
    const all = await Promise.all(Array.from({ length: BOUNDS.streams.most }, follow))
    t.equal(all.filter(({ statusCode }) => statusCode === 200).length, BOUNDS.streams.most)
    t.equal((await follow()).statusCode, 409)
    for (const stream of all) stream.destroy()
    for (;;) {
      const { statusCode } = await follow()
      if (statusCode === 200) break
    }
    t.pass('a reader that has gone makes room')
  })
})
