import { readFileSync } from 'node:fs'
import { Fixture } from '../documents/world.ts'
import { TooMany } from '../domain/bounds.ts'
import { check, Invalid } from '../domain/check.ts'
import { Unreadable } from '../domain/duration.ts'
import type { Making } from './create.ts'
import { insertWorld, originOf } from './origin.ts'

/**
 * Loads the worlds of a fixture file, all of them or none.
 *
 * @throws Invalid whose message names the file and the place in it
 */
export function loadFixtures({ store, config, now }: Making, file: string): Promise<void> {
  const { worlds } = check(Fixture, parse(file), `the fixture file ${file}`)
  return store.write(() => {
    for (const [index, world] of worlds.entries()) {
      try {
        insertWorld(store, originOf(world, config, now), now)
      } catch (error) {
        if (!(error instanceof Invalid || error instanceof Unreadable || error instanceof TooMany)) throw error
        throw new Invalid(
          `the fixture file ${file} /worlds/${index}${error instanceof Invalid ? '' : ': '}${error.message}`,
        )
      }
    }
  })
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const { message } = error as Error
    throw new Invalid(
      error instanceof SyntaxError
        ? `the fixture file ${file} is not JSON: ${message}`
        : `the fixture file ${file} cannot be read: ${message}`,
    )
  }
}
