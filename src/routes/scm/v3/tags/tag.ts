import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { bringUpToDate } from '../../../../ca/due.ts'
import { caller } from '../../../../http/service.ts'
import type { Store } from '../../../../store/store.ts'
import { Text } from '../../../operation.ts'
import { exactly } from '../../answers.ts'
import { text } from '../../fields.ts'

const key = Text({ minLength: 1, maxLength: 128, description: 'of a tag' })

/** A tag as it is sent: Terraform leaves an empty value out. */
export const Tag = Type.Object({ key, value: Type.Optional(Text({ maxLength: 255, description: 'of a tag' })) })
/** A tag as it is answered. */
export const Pair = exactly({ key: text, value: text })
export const Tagged = exactly({ desc: Type.Literal('success') }, { desc: 'success' })

/** Changes a certificate's tags, and tells the audit trail. */
export async function changeTags(
  request: FastifyRequest,
  certificate_id: string,
  change: (store: Store, project_id: string, id: string) => void,
): Promise<void> {
  const { world, now, actor } = caller(request)
  const { store } = request.server
  await bringUpToDate({ store, world, now })
  await store.write(() => {
    const { id } = store.certificates.find(world.project_id, certificate_id)
    change(store, world.project_id, id)
    store.events.done(world.project_id, now, actor, id)
  })
}
