import { Type } from 'typebox'
import { CreatedWorld, WorldChange, WorldDocument, WorldSettings } from '../../documents/world.ts'
import { create } from '../../worlds/create.ts'
import { remove } from '../../worlds/delete.ts'
import { reset } from '../../worlds/reset.ts'
import { showSettings } from '../../worlds/settings.ts'
import { update } from '../../worlds/update.ts'
import { Nothing, route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/worlds/:project_id'
const problems = ['unknown_world'] as const

/** Makes a world, and gives back all that a client needs to start. */
export const createWorld = route({
  method: 'POST',
  url: '/worlds',
  config: {
    id: 'createWorld',
    title: 'Make a world',
    title_zh: '创建世界',
    description: 'Gives back all that a client needs to start; secrets are shown only here.',
    jsonLimit: 12 * 1024 * 1024,
  },
  schema: { body: WorldDocument, response: { 201: CreatedWorld } },
  async handler({ server, body }, reply) {
    return reply.code(201).send(await create(server.store, body, server.config))
  },
})

export const listWorlds = route({
  method: 'GET',
  url: '/worlds',
  config: { id: 'listWorlds', title: 'List the worlds', title_zh: '查询世界列表' },
  schema: { response: { 200: Type.Object({ worlds: Type.Array(WorldSettings) }) } },
  async handler({ server: { store } }) {
    return { worlds: store.worlds.all().map((world) => showSettings(store, world)) }
  },
})

export const showWorld = route({
  method: 'GET',
  url,
  config: { id: 'showWorld', title: 'Show a world', title_zh: '查询世界', problems },
  schema: { params: ProjectPath, response: { 200: WorldSettings } },
  async handler({ server: { store }, params: { project_id } }) {
    return showSettings(store, found(store.worlds.get(project_id), project_id))
  },
})

export const changeWorld = route({
  method: 'PATCH',
  url,
  config: {
    id: 'changeWorld',
    title: 'Change a world',
    title_zh: '修改世界',
    description:
      'Settings and users: one that is there is changed, another is added. Whoever gets another password, key or set of policies loses the tokens that IAM gave them.',
    problems,
  },
  schema: { params: ProjectPath, body: WorldChange, response: { 200: WorldSettings } },
  async handler({ server: { store }, params: { project_id }, body }) {
    return showSettings(store, found(await update(store, project_id, body), project_id))
  },
})

export const deleteWorld = route({
  method: 'DELETE',
  url,
  config: {
    id: 'deleteWorld',
    title: 'Drop a world',
    title_zh: '删除世界',
    description: 'And all that is in it.',
    problems,
  },
  schema: { params: ProjectPath, response: { 204: Nothing } },
  async handler({ server, params: { project_id } }, reply) {
    found((await remove(server.store, project_id)) || undefined, project_id)
    return reply.code(204).send()
  },
})

/** Brings a world back to how it was made, at the present time. */
export const resetWorld = route({
  method: 'POST',
  url: `${url}/reset`,
  config: {
    id: 'resetWorld',
    title: 'Reset a world',
    title_zh: '重置世界',
    description:
      'Back to how it was made, at the present time. Its identity and its CA stay; tokens that IAM issued end.',
    problems,
  },
  schema: { params: ProjectPath, response: { 200: WorldSettings } },
  async handler({ server: { store }, params: { project_id } }) {
    return showSettings(store, found(await reset(store, project_id), project_id))
  },
})
