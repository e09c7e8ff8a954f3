import t from 'tap'
import { compare, print } from '../src/compare/index.ts'
import { emulate } from './emulate.ts'
import { life, save } from './recording.ts'

t.test('a whole life agrees with itself', async (t) => {
  const target = await emulate(t)
  const { har } = await life(target)
  const report = await compare(save(t, har))
  t.equal(report.compared, har.log.entries.length)
  console.error(print(report))
  t.ok(report.agrees, print(report))
})
