import { ControlError, startEmulator } from 'scm-emulator'
import { connect, ControlError as SameError } from 'scm-emulator/client'
import description from 'scm-emulator/package.json' with { type: 'json' }

const emulator = await startEmulator()
const world = await connect(emulator.url).createWorld({ certificates: [{}] })
const { certificates } = await world.settings()
if (certificates !== 1) throw new Error(`${certificates} certificates`)
const refusal = await connect(emulator.url)
  .createWorld({ nmae: 'x' })
  .catch((error) => error)
if (!(refusal instanceof ControlError) || SameError !== ControlError) throw new Error(`not refused: ${refusal}`)
await emulator.close()

if (Object.keys(description.dependencies).join() !== 'better-sqlite3') throw new Error('other dependencies')
const inside = await import('scm-emulator/dist/index.js').catch((error) => error.code)
if (inside !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw new Error('what is inside can be reached')
const doors = await Promise.all(['scm-emulator', 'scm-emulator/client'].map((door) => import(door)))
const names = doors.map((door) => Object.keys(door).sort().join())
if (
  names.join(' ') !== 'ControlError,Unreachable,connect,createEmulator,startEmulator ControlError,Unreachable,connect'
) {
  throw new Error(`other exports: ${names}`)
}
