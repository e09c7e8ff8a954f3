import type { CertificateDocument } from '../documents/certificate.ts'
import { rowOf } from '../documents/row.ts'
import type { WorldDocument } from '../documents/world.ts'
import type { AccountState } from '../domain/account.ts'
import { Invalid } from '../domain/check.ts'
import { instant, later, set } from '../domain/clock.ts'
import { DEFAULT_SIDES, type Sides } from '../domain/contested.ts'
import { milliseconds } from '../domain/duration.ts'
import { certificateId } from '../store/ids.ts'
import { JOURNAL_LIMIT } from '../store/memory/journal.ts'
import type { Store } from '../store/store.ts'
import type { Setting, World } from '../store/worlds.ts'
import { checkContents, putContents, unique } from './contents.ts'
import { addUser, type CompleteUser, completeUser, hex } from './users.ts'

/** The server's settings for what a document leaves open. */
export interface Defaults {
  readonly review: string
  readonly language?: Sides['language']
  readonly duplicateCheck?: Sides['duplicate_check']
}

/** A document that leaves no id and no secret open: what a world is made from, and what reset comes back to. */
export type Origin = Omit<WorldDocument, 'users' | 'certificates'> &
  Required<Pick<WorldDocument, 'project_id' | 'name' | 'review'>> & {
    account: { id: string; name: string; state: AccountState }
    users: CompleteUser[]
    certificates: (CertificateDocument & { id: string })[]
  }

/**
 * Gives every part of a document its identity.
 *
 * @param now the machine's time
 * @throws Invalid where one id is given twice
 */
export function originOf(document: WorldDocument, defaults: Defaults, now: number): Origin {
  const project_id = document.project_id ?? hex(16)
  const users = document.users?.length ? document.users : [{ name: 'user' }]
  const certificates = withIds(document.certificates ?? [], beginning(document.clock, now))
  checkContents(document, certificates)
  unique('/users', users, 'name')
  unique('/users', users, 'id')
  return {
    ...document,
    project_id,
    name: document.name ?? 'cn-north-4',
    review: document.review ?? defaults.review,
    language: document.language ?? defaults.language ?? DEFAULT_SIDES.language,
    duplicate_check: document.duplicate_check ?? defaults.duplicateCheck ?? DEFAULT_SIDES.duplicate_check,
    account: {
      id: document.account?.id ?? hex(16),
      name: document.account?.name ?? `account-${project_id.slice(0, 12)}`,
      state: document.account?.state ?? 'active',
    },
    users: users.map(completeUser),
    certificates,
  }
}

/** What a new world's clock shows. @param now the machine's time */
export function beginning(clock: WorldDocument['clock'], now: number): number {
  return clock?.now === undefined ? now : instant(clock.now, now)
}

/** Documents with an id each. @throws Invalid where one is given twice */
export function withIds(documents: CertificateDocument[], now: number): Origin['certificates'] {
  unique('/certificates', documents, 'id')
  const taken = new Set(documents.map(({ id }) => id))
  let digits = Math.max(0, now)
  const next = () => {
    while (taken.has(certificateId(digits))) digits += 1
    taken.add(certificateId(digits))
    return certificateId(digits)
  }
  return documents.map((document) => ({ ...document, id: document.id ?? next() }))
}

/** A world's settings as a document gives them. */
export function settingsOf(document: WorldDocument, defaults: Defaults): Pick<World, Exclude<Setting, 'expires_at'>> {
  return {
    account_state: document.account?.state ?? 'active',
    review: document.review ?? defaults.review,
    purchase: document.purchase ?? 'immediate',
    language: document.language ?? defaults.language ?? DEFAULT_SIDES.language,
    duplicate_check: document.duplicate_check ?? defaults.duplicateCheck ?? DEFAULT_SIDES.duplicate_check,
    upload_chain: document.upload_chain ?? 'optional',
    throttle: document.throttle ?? null,
    journal_limit: document.journal?.limit ?? JOURNAL_LIMIT,
    revocation: document.revocation ?? {},
  }
}

/** What a world keeps that begins anew. */
interface Before {
  readonly sequence: number | undefined
  readonly expires_at: number | null
}

/** When a world is dropped. @param now the machine's time @throws Unreadable where that is beyond the calendar */
export function expiryOf(expires_in: string | null, now: number): number | null {
  return expires_in === null ? null : later(now, milliseconds(expires_in))
}

/**
 * Writes a world's rows as its origin describes them. For use inside `Store.write`.
 *
 * @param now the machine's time
 * @param before the same world, where it begins anew: it keeps its place among the worlds, and its time
 * @throws Invalid where something that must be the server's only one is taken: a project, an account, a token, a key
 */
export function insertWorld(store: Store, origin: Origin, now: number, before?: Before): World {
  const { worlds, certificates } = store
  const { project_id, account, name } = origin
  if (worlds.get(project_id)) throw new Invalid(`/project_id is taken: ${project_id}`)
  if (worlds.ofDomain(account.name)) throw new Invalid(`/account/name is taken: ${account.name}`)
  if (worlds.ofDomainId(account.id)) throw new Invalid(`/account/id is taken: ${account.id}`)
  const begins = beginning(origin.clock, now)
  const world: World = {
    project_id,
    name,
    domain_id: account.id,
    domain_name: account.name,
    ...settingsOf(origin, origin),
    expires_at: before ? before.expires_at : expiryOf(origin.expires_in ?? null, now),
    ...(origin.clock ? set(begins, origin.clock.frozen ?? false) : { clock_offset: 0, clock_frozen_at: null }),
  }
  worlds.insert({ ...world, origin: JSON.stringify(origin) }, before?.sequence)
  for (const user of origin.users) addUser(store, project_id, user)
  for (const document of origin.certificates) certificates.insert(rowOf(document, project_id, begins))
  for (const id of origin.foreign_certificates ?? []) certificates.addForeign(project_id, id)
  for (const id of origin.retired_certificates ?? []) certificates.addRetired(project_id, id)
  putContents(store, project_id, origin)
  return world
}
