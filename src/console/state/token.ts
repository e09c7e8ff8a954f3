import { ask, call, Failure } from '../transport.ts'

const tokens = new Map<string, Promise<string>>()

/** A token for a world: with it the console asks as any client does. Empty where none can be had. */
export function tokenOf(world: string): Promise<string> {
  const known = tokens.get(world) ?? find(world)
  tokens.set(world, known)
  return known
}

/** Keeps the token of a world that was made here. */
export function keepToken(world: string, token: string): void {
  tokens.set(world, Promise.resolve(token))
}

async function find(world: string): Promise<string> {
  try {
    return (await call<{ token: string }>('POST', `/worlds/${world}/tokens`, {})).token
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== 404) throw error
    const demo = await (await ask('/docs/demo.json')).json()
    return demo.parameters?.project_id === world ? demo.token : ''
  }
}
