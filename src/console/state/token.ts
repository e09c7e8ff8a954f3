import { call } from '../transport.ts'

const tokens = new Map<string, Promise<string>>()

/** The token is no longer one of the world's: it was reset. */
export const forgetToken = (world: string) => tokens.delete(world)

/** A token for a world: with it the console asks as any client does. @throws Failure */
export function tokenOf(world: string): Promise<string> {
  const known =
    tokens.get(world) ?? call<{ token: string }>('POST', `/worlds/${world}/tokens`).then(({ token }) => token)
  tokens.set(world, known)
  known.catch(() => tokens.delete(world))
  return known
}
