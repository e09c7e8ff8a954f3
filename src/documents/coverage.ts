import { Type } from 'typebox'
import { schema } from '../domain/schema.ts'

/** An answer that the contract says an operation can give. */
export interface CoveredAnswer {
  /** Null for a lost reply: the connection is cut after the effect, which a client must live with too. */
  status: number | null
  /** The error's code; null for success and for a lost reply. */
  code: string | null
  when: string
  /** How often clients met it. */
  count: number
  /** A command that provokes it, ready to paste. */
  provoke: string
}

/** An operation and its answers. */
export interface CoveredOperation {
  operation: string
  met: number
  of: number
  answers: CoveredAnswer[]
}

/** A move of the lifecycle, from one status. */
export interface CoveredMove {
  move: string
  from: string
  to: string
  count: number
  provoke: string
}

/** What of the contract and of the lifecycle clients have met. */
export interface CoverageReport {
  /** Of all that there is to meet, rounded down. */
  percent: number
  met: number
  of: number
  operations: CoveredOperation[]
  /** Left out where the report is about some operations only. */
  moves: CoveredMove[]
}

const text = Type.String()
const count = Type.Integer({ minimum: 0 })

export const CoverageReport = schema<CoverageReport>()(
  Type.Object(
    {
      percent: Type.Integer({ minimum: 0, maximum: 100, description: 'of all that there is to meet, rounded down' }),
      met: count,
      of: count,
      operations: Type.Array(
        Type.Object({
          operation: text,
          met: count,
          of: count,
          answers: Type.Array(
            Type.Object({
              status: Type.Union([Type.Integer(), Type.Null()], { description: 'null for a lost reply' }),
              code: Type.Union([text, Type.Null()], { description: 'null for success, and for a lost reply' }),
              when: text,
              count,
              provoke: Type.String({ description: 'a command that provokes it' }),
            }),
          ),
        }),
      ),
      moves: Type.Array(Type.Object({ move: text, from: text, to: text, count, provoke: text })),
    },
    {
      examples: [
        {
          percent: 50,
          met: 1,
          of: 2,
          operations: [
            {
              operation: 'RevokeCertificate',
              met: 1,
              of: 2,
              answers: [
                { status: 200, code: null, when: 'it succeeds', count: 3, provoke: 'curl -X POST …' },
                {
                  status: null,
                  code: null,
                  when: 'the reply is lost after the effect',
                  count: 0,
                  provoke: `scm-emulator fault add $PROJECT '{"operation":"RevokeCertificate","times":1,"drop":"after"}'`,
                },
              ],
            },
          ],
          moves: [],
        },
      ],
    },
  ),
)
