import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { WorldDocument } from '../../src/documents/world.ts'
import { check } from '../../src/domain/check.ts'
import { SOURCES } from '../../src/domain/errors.ts'
import { OPERATIONS } from '../contract/document.ts'
import { ROOT } from '../support/child.ts'

/** What a person writes: an unknown field is a misspelt one. */
const strict = { additionalProperties: false }
const text = Type.String({ minLength: 1 })

const Asked = Type.Object(
  {
    method: Type.Enum(['GET', 'POST', 'PUT', 'DELETE']),
    /** May name `{project_id}`, `{certificate}` (the world's first) and `{bought}` (what an earlier request bought). */
    path: text,
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    body: Type.Optional(Type.Unknown()),
    /** Who asks: the world's user by a token unless given. `key` signs; `stranger` signs with a key that nobody has. */
    as: Type.Optional(Type.Enum(['token', 'key', 'stranger', 'nobody'])),
  },
  strict,
)

/** A fact about the real service: who saw it, where and when, and what the emulator must do about it. */
export const Fact = Type.Object(
  {
    title: text,
    operation: text,
    source: Type.Enum([...SOURCES]),
    /** `when` as exactly as it is known; left out where the place does not say. */
    seen: Type.Object(
      { where: text, when: Type.Optional(Type.String({ pattern: '^[0-9]{4}(?:-[0-9]{2}){0,2}$' })) },
      strict,
    ),
    /** The world in which it is asked. */
    world: Type.Optional(WorldDocument),
    /** What is asked before; it must succeed. */
    first: Type.Optional(Type.Array(Asked)),
    request: Asked,
    reply: Type.Object(
      {
        status: Type.Integer(),
        headers: Type.Optional(Type.Record(Type.String(), Type.String())),
        /** The fields that count. A text between slashes is a pattern, a list has just these items. */
        body: Type.Optional(Type.Unknown()),
        /** What the body ends with. */
        ends: Type.Optional(Type.String()),
      },
      strict,
    ),
  },
  { ...strict, description: 'a fact' },
)
export type Fact = Static<typeof Fact>
export type Asked = Static<typeof Asked>

const FOLDER = join(ROOT, 'test/evidence/facts')
const KNOWN = new Set(OPERATIONS.map(({ spec }) => spec['x-operation']))

/** A fact from the text of its file. @throws Error that begins with the file's name: no JSON, no fact, no such operation */
export function read(name: string, json: string): Fact {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    throw new Error(`${name} is no JSON: ${(error as Error).message}`)
  }
  const fact = check(Fact, value, name)
  if (!KNOWN.has(fact.operation)) throw new Error(`${name} names an unknown operation: ${fact.operation}`)
  return fact
}

/** Every fact, by the name of its file. */
export const FACTS: readonly (readonly [name: string, fact: Fact])[] = readdirSync(FOLDER)
  .sort()
  .map((name) => [name, read(name, readFileSync(join(FOLDER, name), 'utf8'))])
