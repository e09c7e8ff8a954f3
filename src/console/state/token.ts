import type { AccessKey } from '../../documents/index.ts'
import { call } from '../transport.ts'

export interface Credentials {
  readonly token: string
  readonly access_key: AccessKey | null
}

const known = new Map<string, Promise<Credentials>>()

/** They are no longer the world's: it was reset. */
export const forgetCredentials = (world: string) => known.delete(world)

/** A token for a world and its user's key: with them the console asks as any client does. @throws Failure */
export function credentialsOf(world: string): Promise<Credentials> {
  const found = known.get(world) ?? call<Credentials>('POST', `/worlds/${world}/tokens`)
  known.set(world, found)
  found.catch(() => known.delete(world))
  return found
}
