import { Type } from 'typebox'
import { SOURCES, type Source } from '../domain/errors.ts'
import { schema } from '../domain/schema.ts'

/** Something that the service accepts although it breaks the contract, and the requests that did it. */
export interface FindingView {
  finding: string
  /** What was sent, in one sentence. */
  found: string
  /** What can go wrong with it one day. */
  harm: string
  source: Source
  /** The numbers of the requests, oldest first. */
  requests: number[]
}

export const FindingView = schema<FindingView>()(
  Type.Object(
    {
      finding: Type.String(),
      found: Type.String({ description: 'what was sent' }),
      harm: Type.String({ description: 'what can go wrong with it one day' }),
      source: Type.Enum([...SOURCES]),
      requests: Type.Array(Type.Integer(), { description: 'the numbers of the requests, oldest first' }),
    },
    {
      examples: [
        {
          finding: 'content_type_missing',
          found: 'a body is sent without a Content-Type',
          harm: 'application/json is the documented default, but proxies and libraries on the way may add another',
          source: 'documented',
          requests: [3],
        },
      ],
    },
  ),
)
