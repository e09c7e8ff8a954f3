import type { CreatedWorld } from '../documents/created.ts'
import type { WorldDocument } from '../documents/world.ts'
import { mayBe } from '../domain/bounds.ts'
import type { Store } from '../store/store.ts'
import { type Defaults, insertWorld, originOf } from './origin.ts'

/** What making worlds is given: the settings that a document may leave open, and the machine's time. */
export interface Making {
  readonly store: Store
  readonly config: Defaults & { readonly maxWorlds?: number }
  readonly now: number
}

/** Makes a world from a document, all of it or nothing. @throws Invalid, TooMany */
export function createWorld({ store, config, now }: Making, document: WorldDocument): Promise<CreatedWorld> {
  const origin = originOf(document, config, now)
  return store.write(() => {
    mayBe('worlds', store.worlds.count() + 1, config.maxWorlds)
    const { project_id, name, domain_id, domain_name } = insertWorld(store, origin, now)
    const users = origin.users.map(({ id, name, token, access_key }) => ({ id, name, token, access_key }))
    const [first] = users
    if (!first) throw new Error('a world has a user')
    return {
      project_id,
      name,
      account: { id: domain_id, name: domain_name },
      token: first.token,
      access_key: first.access_key,
      users,
      certificates: store.certificates.all(project_id).map(({ id, status }) => ({ id, status })),
    }
  })
}
