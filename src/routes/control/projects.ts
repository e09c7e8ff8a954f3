import { iso, read } from '../../domain/clock.ts'
import type { World } from '../../store/projects.ts'
import type { Store } from '../../store/store.ts'
import { create } from '../../world/create.ts'
import { WorldDocument } from '../../world/document.ts'
import { remove } from '../../world/remove.ts'
import { reset } from '../../world/reset.ts'
import { update, WorldChange } from '../../world/update.ts'
import { route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/projects/:project_id'

/** Makes a world, and gives back all that a client needs to start. */
export const createProject = route({
  method: 'POST',
  url: '/projects',
  config: { jsonLimit: 12 * 1024 * 1024 },
  schema: { body: WorldDocument },
  async handler({ server, body }, reply) {
    return reply.code(201).send(await create(server.store, body, server.config))
  },
})

export const listProjects = route({
  method: 'GET',
  url: '/projects',
  async handler({ server: { store } }) {
    return { projects: store.projects.all().map((world) => view(store, world)) }
  },
})

export const showProject = route({
  method: 'GET',
  url,
  schema: { params: ProjectPath },
  async handler({ server: { store }, params: { project_id } }) {
    return view(store, found(store.projects.get(project_id), project_id))
  },
})

export const changeProject = route({
  method: 'PATCH',
  url,
  schema: { params: ProjectPath, body: WorldChange },
  async handler({ server: { store }, params: { project_id }, body }) {
    return view(store, found(await update(store, project_id, body), project_id))
  },
})

export const deleteProject = route({
  method: 'DELETE',
  url,
  schema: { params: ProjectPath },
  async handler({ server, params: { project_id } }, reply) {
    found((await remove(server.store, project_id)) || undefined, project_id)
    return reply.code(204).send()
  },
})

/** Brings a world back to how it was made, at the present time. */
export const resetProject = route({
  method: 'POST',
  url: `${url}/reset`,
  schema: { params: ProjectPath },
  async handler({ server: { store }, params: { project_id } }) {
    return view(store, found(await reset(store, project_id), project_id))
  },
})

/** A world without its secrets. */
function view({ identities, certificates }: Store, world: World) {
  const { project_id, name, review, throttle, journal_limit, revocation } = world
  return {
    project_id,
    name,
    account: { id: world.domain_id, name: world.domain_name, state: world.account_state },
    review,
    throttle,
    journal: { limit: journal_limit },
    revocation,
    clock: { now: iso(read(world)), frozen: world.clock_frozen_at !== null },
    users: identities.users(project_id).map((user) => ({ id: user.user_id, name: user.name, policies: user.policies })),
    certificates: certificates.count(project_id),
  }
}
