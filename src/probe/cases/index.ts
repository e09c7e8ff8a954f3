import type { Case } from '../case.ts'
import { bodies } from './bodies.ts'
import { changes } from './change.ts'
import { gateway } from './gateway.ts'
import { identity } from './identity.ts'
import { reads } from './reads.ts'

/** Every case, in the order in which they run: what changes something comes last. */
export const CASES: readonly Case[] = [...gateway, ...identity, ...bodies, ...reads, ...changes]
