import { Type } from 'typebox'
import { FaultDocument, FaultView } from '../../documents/fault.ts'
import { addFault, changeFault, listFaults } from '../../worlds/faults.ts'
import { Nothing, ProjectId, route } from '../operation.ts'
import { found, Problem, ProjectPath } from './problem.ts'

const all = '/worlds/:project_id/faults'
const one = `${all}/:fault_id`
const Path = Type.Object({
  project_id: ProjectId,
  fault_id: Type.String({ pattern: '^[0-9]{1,9}$', description: 'the number of a fault', examples: ['1'] }),
})
const problems = ['unknown_world', 'unknown_fault'] as const

export const addOne = route({
  method: 'POST',
  url: all,
  config: {
    id: 'addFault',
    title: 'Order a fault',
    title_zh: '注入故障',
    description: 'The first fault, in the order of creation, that matches a request acts on it.',
    problems: ['unknown_world'],
  },
  schema: { params: ProjectPath, body: FaultDocument, response: { 201: FaultView } },
  async handler({ server: { store, operations }, params: { project_id }, body }, reply) {
    found(store.worlds.get(project_id), project_id)
    return reply.code(201).send(addFault(store, project_id, body, operations))
  },
})

export const listAll = route({
  method: 'GET',
  url: all,
  config: {
    id: 'listFaults',
    title: 'List the faults',
    title_zh: '查询故障列表',
    description: 'In the order in which they are tried.',
    problems: ['unknown_world'],
  },
  schema: { params: ProjectPath, response: { 200: Type.Object({ faults: Type.Array(FaultView) }) } },
  async handler({ server: { store }, params: { project_id } }) {
    found(store.worlds.get(project_id), project_id)
    return { faults: listFaults(store, project_id) }
  },
})

export const changeOne = route({
  method: 'PATCH',
  url: one,
  config: {
    id: 'changeFault',
    title: 'Change a fault',
    title_zh: '修改故障',
    description: 'It keeps its place and its count.',
    problems,
  },
  schema: { params: Path, body: FaultDocument, response: { 200: FaultView } },
  async handler({ server: { store, operations }, params: { project_id, fault_id }, body }) {
    found(store.worlds.get(project_id), project_id)
    return changeFault(store, project_id, Number(fault_id), body, operations) ?? unknown(fault_id)
  },
})

export const removeOne = route({
  method: 'DELETE',
  url: one,
  config: { id: 'removeFault', title: 'Remove a fault', title_zh: '移除故障', problems },
  schema: { params: Path, response: { 204: Nothing } },
  async handler({ server: { store }, params: { project_id, fault_id } }, reply) {
    found(store.worlds.get(project_id), project_id)
    if (!store.faults.remove(project_id, Number(fault_id))) unknown(fault_id)
    return reply.code(204).send()
  },
})

export const removeAll = route({
  method: 'DELETE',
  url: all,
  config: {
    id: 'removeFaults',
    title: 'Remove all faults',
    title_zh: '移除全部故障',
    problems: ['unknown_world'],
  },
  schema: { params: ProjectPath, response: { 204: Nothing } },
  async handler({ server: { store }, params: { project_id } }, reply) {
    found(store.worlds.get(project_id), project_id)
    store.faults.remove(project_id)
    return reply.code(204).send()
  },
})

function unknown(fault_id: string): never {
  throw new Problem('unknown_fault', `there is no fault ${fault_id} in this world`)
}
