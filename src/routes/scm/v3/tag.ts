import { Type } from 'typebox'
import { Text } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { text } from '../fields.ts'

const key = Text({ minLength: 1, maxLength: 128, description: 'of a tag' })

/** A tag as it is sent: Terraform leaves an empty value out. */
export const Tag = Type.Object({ key, value: Type.Optional(Text({ maxLength: 255, description: 'of a tag' })) })
/** A tag as it is answered. */
export const Pair = exactly({ key: text, value: text })
export const Tagged = exactly({ desc: Type.Literal('success') }, { desc: 'success' })
