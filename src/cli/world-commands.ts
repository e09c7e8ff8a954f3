import type { World } from '../library/verbs.ts'
import type { Command } from './command.ts'
import { readDocument } from './document.ts'

const WORLD = ['project_id', 'name', 'certificates', 'account.name']

/** What a client of a new world needs. */
const created = ({ project_id, name, account, token, access_key, users, certificates }: World) => {
  return { project_id, name, account, token, access_key, users, certificates }
}

export const WORLD_COMMANDS: readonly Command[] = [
  {
    name: 'world create',
    args: ['[document]'],
    options: { '--expires-in <duration>': 'it is dropped when that has passed, e.g. 2h' },
    does: 'makes a world; prints all that a client of it needs',
    async run(control, [document = '{}'], { 'expires-in': expires }) {
      const written = readDocument(document)
      const whole = expires === undefined ? written : { ...written, expires_in: String(expires) }
      return created(await control.createWorld(whole))
    },
  },
  { name: 'world list', columns: WORLD, does: 'lists worlds', run: (control) => control.worlds() },
  {
    name: 'world show',
    args: ['<project>'],
    does: "shows a world's settings",
    run: (control, [id = '']) => control.world(id).settings(),
  },
  {
    name: 'world change',
    args: ['<project>', '<document>'],
    does: "changes a world's settings and users",
    run: (control, [id = '', document = '']) => control.world(id).update(readDocument(document)),
  },
  {
    name: 'world reset',
    args: ['<project>'],
    does: 'brings a world back to how it was made',
    run: (control, [id = '']) => control.world(id).reset(),
  },
  {
    name: 'world save',
    args: ['<project>'],
    does: 'prints a world as a case: its snapshot, its journal, and how it all began',
    run: (control, [id = '']) => control.world(id).save(),
  },
  {
    name: 'world load',
    args: ['<file>', '[project]'],
    does: 'makes a world that is as a case says, or puts one into that state',
    async run(control, [file = '', id]) {
      const { readCase } = await import('../replay/index.ts')
      const document = readCase(file)
      if (id !== undefined) return control.world(id).load(document)
      return created(await control.loadWorld(document))
    },
  },
  {
    name: 'world delete',
    args: ['<project>'],
    does: 'removes a world',
    run: (control, [id = '']) => control.world(id).delete(),
  },
]
