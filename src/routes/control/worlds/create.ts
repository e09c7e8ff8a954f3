import { CreatedWorld } from '../../../documents/created.ts'
import { WorldDocument } from '../../../documents/world.ts'
import { wallClock } from '../../../domain/clock.ts'
import { createWorld as create } from '../../../worlds/create.ts'
import { route } from '../../operation.ts'

export const createWorld = route({
  method: 'POST',
  url: '/worlds',
  config: {
    id: 'createWorld',
    title: 'Make a world',
    title_zh: '创建世界',
    problems: ['too_many'],
    description:
      'Gives back all that a client needs to start; secrets are shown only here. No document at all makes a world, too.',
    jsonLimit: 12 * 1024 * 1024,
    mayBeEmpty: true,
  },
  schema: { body: WorldDocument, response: { 201: CreatedWorld } },
  async handler({ server: { store, config }, body }, reply) {
    return reply.code(201).send(await create({ store, config, now: wallClock() }, body))
  },
})
