import type { FastifyRequest } from 'fastify'
import { refuse } from '../domain/rules.ts'

/**
 * What they may do here: the state of the account, the project that the path names.
 *
 * @throws Refusal SCM.1000, SCM.1009, SCM.1010, SCM.0069, SCM.0002
 */
export async function authorize(request: FastifyRequest): Promise<void> {
  const { world, credentials } = request
  const { project_id } = request.params as { project_id: string }
  if (credentials?.token && credentials.token.scope !== 'project') {
    throw refuse('token_unscoped', `the token's scope is ${credentials.token.scope}; ask IAM for one with a project`)
  }
  if (world?.account_state === 'restricted')
    throw refuse('account_restricted', `account ${world.domain_name} is restricted`)
  if (world?.account_state === 'frozen') throw refuse('account_frozen', `account ${world.domain_name} is frozen`)
  if (world?.project_id === project_id) return
  if (!request.server.store.projects.get(project_id))
    throw refuse('project_unknown', `no project has the id "${project_id}"`)
  throw refuse('project_foreign', `project ${project_id} is not the caller's; the caller's is ${world?.project_id}`)
}
