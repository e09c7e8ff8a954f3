import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Context } from '../../ca/context.ts'
import { read } from '../../domain/clock.ts'
import type { Actor } from '../../domain/event.ts'
import { ProjectId } from '../operation.ts'
import { Problem } from './problem.ts'

/** How the audit trail names whoever calls from here. */
const CONTROL: Actor = { event: '', user: 'control', request_id: null }

/** A path to one world. */
export const WorldPath = Type.Object({ project_id: ProjectId })

/** The world in the path, at its time, for the verbs. @throws Problem unknown_world */
export function inWorld(request: FastifyRequest): Context {
  const { store, ca } = request.server
  const { project_id } = request.params as { project_id: string }
  const world = store.worlds.get(project_id)
  if (!world) throw new Problem('unknown_world', unknownWorld(project_id))
  request.now = read(world)
  return { store, ca, world, now: request.now, actor: CONTROL }
}

/** What to do where there is no such world. */
export const unknownWorld = (project_id: string) => `there is no world ${project_id}; GET /_emulator/worlds lists them`
