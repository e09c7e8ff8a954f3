import { Type } from 'typebox'
import { WorldSettings } from '../../../documents/settings.ts'
import { read } from '../../../domain/clock.ts'
import { showSettings } from '../../../worlds/settings.ts'
import { route } from '../../operation.ts'

export const listWorlds = route({
  method: 'GET',
  url: '/worlds',
  config: {
    id: 'listWorlds',
    title: 'List the worlds',
    title_zh: '查询世界列表',
  },
  schema: { response: { 200: Type.Object({ worlds: Type.Array(WorldSettings) }) } },
  async handler({ server: { store } }) {
    return { worlds: store.worlds.all().map((world) => showSettings({ store, world, now: read(world) })) }
  },
})
