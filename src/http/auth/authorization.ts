import type { FastifyRequest } from 'fastify'
import { allows } from '../../domain/policy.ts'
import { refuse } from '../../domain/rules.ts'
import type { World } from '../../store/worlds.ts'
import { namedProjects } from './identify.ts'

/**
 * What they may do here: the token's scope, the state of the account, the project, the policies.
 *
 * @throws Refusal SCM.1000, SCM.1009, SCM.1010, SCM.0069, SCM.0002, SCM.4002
 */
export function authorize(request: FastifyRequest): void {
  const { world, credentials } = request
  if (credentials?.by === 'token' && credentials.token?.scope !== 'project') {
    throw refuse('token_unscoped', `the token's scope is ${credentials.token?.scope}; ask IAM for one with a project`)
  }
  if (world) checkAccount(world)
  checkProjects(request)
  const { permission } = request.route
  if (credentials?.user && permission !== undefined && !allows(credentials.user.policies, permission)) {
    throw refuse('not_permitted', `the policies of ${credentials.user.name} do not allow ${permission}`)
  }
}

function checkAccount({ account_state, domain_name }: World): void {
  if (account_state === 'restricted') throw refuse('account_restricted', `account ${domain_name} is restricted`)
  if (account_state === 'frozen') throw refuse('account_frozen', `account ${domain_name} is frozen`)
}

/** Every project that the request names must be the caller's. */
function checkProjects(request: FastifyRequest): void {
  const { world, server } = request
  const named = namedProjects(request)
  const unknown = named.find((id) => !server.store.worlds.get(id))
  if (unknown !== undefined) throw refuse('project_unknown', `no project has the id "${unknown}"`)
  if (!world) throw refuse('project_unknown', 'no project is named; send X-Project-Id')
  const other = named.find((id) => id !== world.project_id)
  if (other === undefined) return
  throw refuse('project_foreign', `project ${other} is not the caller's; the caller's is ${world.project_id}`)
}
