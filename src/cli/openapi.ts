import { assemble } from '../emulator.ts'

/** The contract, as an emulator at its default address serves it. */
export async function contract(): Promise<string> {
  await using emulator = await assemble({ inMemory: true, fixtures: 'none' })
  return (await emulator.inject({ url: '/openapi.json', headers: { host: '127.0.0.1:4640' } })).body
}
