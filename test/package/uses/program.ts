import {
  type CertificateView,
  ControlError,
  createEmulator,
  type Emulator,
  type FaultDocument,
  type Options,
  startEmulator,
  type WorldDocument,
} from 'scm-emulator'
import { type Control, connect, type WorldHandle } from 'scm-emulator/client'

const options: Options = { fixtures: 'none', review: 'immediate' }
const document: WorldDocument = {
  clock: { now: '2026-11-24T08:00:00Z', frozen: true },
  certificates: [{ id: 'scs1700000000009', status: 'ISSUED', not_after: '+300d' }],
}

async function revoke(emulator: Emulator): Promise<void> {
  const { token, project_id, certificates } = await emulator.createWorld(document)
  const id = certificates[0]?.id ?? ''
  const { statusCode, headers, json } = await emulator.inject({
    method: 'POST',
    url: `/v2/${project_id}/scm/cert/${id}/revoke`,
    headers: { 'x-auth-token': token },
    payload: { reason: 'key lost' },
  })
  expect(statusCode === 200 && headers['content-type'] === 'application/json', `${statusCode}`)
  expect(json<{ message: string }>().message === 'success', 'another message')
  const world: WorldHandle = emulator.world(project_id)
  const { status }: CertificateView = await world.certificate(id)
  expect(status === 'REVOKED', status)
  for await (const { name, detail } of world.events.follow()) {
    expect(typeof name === 'string' && typeof detail === 'object', name)
    break
  }
}

async function assert(control: Control): Promise<void> {
  const fault: FaultDocument = { error: 'SCM.0010', times: 1 }
  const world = await control.createWorld()
  const { used } = await world.faults.add(fault)
  expect(used === 0, `${used}`)
  const { verified, message } = await world.verify({ faults_used: true })
  expect(!verified, message)
  await control
    .world('nowhere')
    .settings()
    .then(
      () => expect(false, 'there is a world'),
      (error: unknown) => expect(error instanceof ControlError && error.status === 404, `${error}`),
    )
}

function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise)
}

{
  await using emulator = await createEmulator(options)
  await revoke(emulator)
}
const running = await startEmulator(options)
await assert(connect(running.url, { key: 'unused' }))
await running.close({ faultsUsed: true }).then(
  () => expect(false, 'the fault was used'),
  (error: Error) => expect(error.message.includes('unused'), error.message),
)

/** Mistakes: the types know them all. Nothing calls this. */
export function mistakes(emulator: Emulator): unknown[] {
  return [
    // @ts-expect-error a status is misspelt
    { certificates: [{ status: 'REVOKD' }] } satisfies WorldDocument,
    // @ts-expect-error an option is misspelt
    createEmulator({ fixture: 'none' }),
    // @ts-expect-error no error of the catalogue
    { error: 'SCM.9999' } satisfies FaultDocument,
    // @ts-expect-error a port is a number
    startEmulator({ port: '4640' }),
    // @ts-expect-error the database is private
    emulator.store,
  ]
}
