import { assemble } from './emulator.ts'

/** The contract, as an emulator at its default address would serve it. */
export async function contract(): Promise<object> {
  await using emulator = await assemble({ inMemory: true, fixtures: 'none' })
  const { body } = await emulator.inject({ url: '/openapi.json', headers: { host: '127.0.0.1:4640' } })
  return JSON.parse(body)
}
