import type { Context } from '../ca/context.ts'
import { applyDue } from '../ca/due.ts'
import type { Certificate, Status } from '../domain/certificate.ts'
import { iso, read } from '../domain/clock.ts'
import type { Decision } from '../domain/lifecycle.ts'
import { Refusal } from '../domain/rules.ts'
import { transition } from '../domain/transition.ts'
import type { Emulator } from '../emulator.ts'
import type { World } from '../store/worlds.ts'
import { changeCertificate, placeCertificate } from '../worlds/certificates.ts'
import { setClock } from '../worlds/clock.ts'
import { reviewCertificate } from '../worlds/review.ts'
import type { Call } from './call.ts'
import { moveOf, sourcesOf } from './history.ts'
import { sightings } from './sightings.ts'
import type { Scene } from './world.ts'

/**
 * Brings the caller's world to the time of a call, and lets happen what others did by then as far as the call's answer
 * shows it: the CA decides what must have been decided, and what was done past the recording is done here too.
 *
 * @param idHere what a recorded id is called here
 * @returns what happened, in sentences
 */
export async function align(
  emulator: Pick<Emulator, 'store' | 'ca'>,
  scene: Scene,
  call: Call,
  idHere: (id: string) => string,
): Promise<string[]> {
  const project_id = scene.projectOf(call)
  const before = contextOf(emulator, project_id)
  if (!before) return []
  await setClock(before, { now: iso(call.at), frozen: true })
  await setAccount(before, ACCOUNT_STATES[call.code ?? ''] ?? 'active')
  const context: Context = { ...before, now: call.at }
  await context.store.write(() => applyDue(context))
  for (const { since, document } of scene.late) if (since === call) await placeCertificate(context, document)
  const notes: string[] = []
  for (const { id, isRight, status } of wantedOf(call))
    notes.push(...(await reach(context, idHere(id), { isRight, status })))
  return notes
}

/** The state of the account that a refusal tells of. */
const ACCOUNT_STATES: Readonly<Record<string, World['account_state']>> = {
  'SCM.1009': 'restricted',
  'SCM.1010': 'frozen',
}

/** The caller's world at its time; nothing where it is not there. */
function contextOf({ store, ca }: Pick<Emulator, 'store' | 'ca'>, project_id: string): Context | undefined {
  const world = store.worlds.get(project_id)
  return world && { store, ca, world, now: read(world), actor: { event: '', user: 'control', request_id: null } }
}

async function setAccount({ store, world }: Context, account_state: World['account_state']): Promise<void> {
  if (world.account_state !== account_state) {
    await store.write(() => store.worlds.setSettings({ ...world, account_state }))
  }
}

/** What a certificate must be for the recorded answer. */
interface Wanted {
  readonly id: string
  isRight(status: Status | null): boolean
  /** Which status was recorded; undefined where only some are ruled out. */
  readonly status?: Status | undefined
}

function wantedOf(call: Call): Wanted[] {
  const { certificate: id, isDone, code } = call
  const seen = sightings(call).flatMap(({ id, status }): Wanted[] =>
    status === undefined ? [] : [{ id, status, isRight: (now) => now === status }],
  )
  const move = moveOf(call)
  if (id === undefined || seen.length > 0) return seen
  if (isDone && move !== undefined) return [{ id, isRight: (now) => now !== null && sourcesOf(move).includes(now) }]
  return code === 'SCM.0020' ? [{ id, isRight: (now) => now === null }] : []
}

async function reach(context: Context, id: string, { isRight, status }: Omit<Wanted, 'id'>): Promise<string[]> {
  const found = lookUp(context, id)
  if (!found || isRight(found.status)) return []
  const decisions = decisionsTo(found, isRight, context.now)
  for (const decision of decisions ?? []) await reviewCertificate(context, id, { decision })
  if (decisions) return [`the CA's decision on certificate ${id} was taken over: ${decisions.join(', ')}`]
  if (status === undefined) return []
  await changeCertificate(context, id, { status })
  return [`certificate ${id} would be ${found.status} here; it was recorded as ${status}, and set to that`]
}

function lookUp({ store, world }: Context, id: string): Certificate | undefined {
  try {
    return store.certificates.find(world.project_id, id)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The CA's decisions that lead to what is right; undefined where none do. */
function decisionsTo(certificate: Certificate, isRight: Wanted['isRight'], now: number): Decision[] | undefined {
  for (const decisions of [...APPROVALS, ['reject' as const]]) {
    try {
      let current: Certificate | null = certificate
      for (const decision of decisions) current = current && transition(current, now, { move: decision }).certificate
      if (isRight(current?.status ?? null)) return decisions
    } catch {
      // Nothing of it is under review that far.
    }
  }
  return undefined
}

/** From an application to an OV certificate there are three. */
const APPROVALS = [1, 2, 3].map((count) => Array.from({ length: count }, (): Decision => 'approve'))
