import { Type } from 'typebox'
import { addFault, changeFault, FaultDocument, listFaults } from '../../world/faults.ts'
import { route } from '../operation.ts'
import { found, Problem, ProjectPath } from './problem.ts'

const all = '/projects/:project_id/faults'
const one = `${all}/:fault_id`
const Path = Type.Object({
  project_id: Type.String(),
  fault_id: Type.String({ pattern: '^[0-9]{1,9}$', description: 'the number of a fault' }),
})

export const addOne = route({
  method: 'POST',
  url: all,
  schema: { params: ProjectPath, body: FaultDocument },
  async handler({ server: { store, operations }, params: { project_id }, body }, reply) {
    found(store.projects.get(project_id), project_id)
    return reply.code(201).send(addFault(store, project_id, body, operations))
  },
})

export const listAll = route({
  method: 'GET',
  url: all,
  schema: { params: ProjectPath },
  async handler({ server: { store }, params: { project_id } }) {
    found(store.projects.get(project_id), project_id)
    return { faults: listFaults(store, project_id) }
  },
})

export const changeOne = route({
  method: 'PATCH',
  url: one,
  schema: { params: Path, body: FaultDocument },
  async handler({ server: { store, operations }, params: { project_id, fault_id }, body }) {
    found(store.projects.get(project_id), project_id)
    return changeFault(store, project_id, Number(fault_id), body, operations) ?? unknown(fault_id)
  },
})

export const removeOne = route({
  method: 'DELETE',
  url: one,
  schema: { params: Path },
  async handler({ server: { store }, params: { project_id, fault_id } }, reply) {
    found(store.projects.get(project_id), project_id)
    if (!store.faults.remove(project_id, Number(fault_id))) unknown(fault_id)
    return reply.code(204).send()
  },
})

export const removeAll = route({
  method: 'DELETE',
  url: all,
  schema: { params: ProjectPath },
  async handler({ server: { store }, params: { project_id } }, reply) {
    found(store.projects.get(project_id), project_id)
    store.faults.remove(project_id)
    return reply.code(204).send()
  },
})

function unknown(fault_id: string): never {
  throw new Problem('unknown_fault', `there is no fault ${fault_id} in this world`)
}
