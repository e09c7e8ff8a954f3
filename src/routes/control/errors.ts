import { Type } from 'typebox'
import { CONTESTED } from '../../domain/contested.ts'
import { CATALOGUE, REFERENCES, SOURCES } from '../../domain/errors.ts'
import { RULES } from '../../domain/rules.ts'
import { route } from '../operation.ts'

const source = Type.Enum([...SOURCES], { description: 'from where it is known' })

/** A row of the catalogue. */
const Row = Type.Object(
  {
    key: Type.String({ description: 'the code; with the status where a code has several' }),
    code: Type.String(),
    status: Type.Integer(),
    message: Type.String(),
    message_zh: Type.String(),
    source,
    references: Type.Immutable(Type.Array(Type.Enum(Object.keys(REFERENCES) as (keyof typeof REFERENCES)[]))),
  },
  {
    examples: [
      {
        key: 'SCM.0005',
        code: 'SCM.0005',
        status: 400,
        message: 'Incorrect request parameter.',
        message_zh: '请求参数错误',
        source: 'documented',
        references: ['scm-2021', 'ccm-2025'],
      },
    ],
  },
)

const Rule = Type.Object(
  {
    name: Type.String(),
    error: Type.String({ description: 'the key of a row' }),
    source,
    code_source: Type.Optional(
      Type.Enum([...SOURCES], { description: 'from where its code is known, where that is less than the rule' }),
    ),
    when: Type.String(),
  },
  {
    examples: [{ name: 'path', error: 'APIGW.0101', source: 'observed', when: 'no API is published at this path' }],
  },
)

const Contested = Type.Object({
  question: Type.String(),
  sides: Type.Record(Type.String(), Type.Object({ says: Type.String(), sources: Type.String() })),
})

/** The catalogue and the ladder of rules, with what each is known from. */
export const showErrors = route({
  method: 'GET',
  url: '/errors',
  config: {
    id: 'showErrors',
    title: 'The catalogue of errors',
    title_zh: '查询错误目录',
    description: 'Every error, and the rules that lead to them in the order in which they are asked.',
  },
  schema: {
    response: {
      200: Type.Object({
        errors: Type.Immutable(Type.Array(Row)),
        rules: Type.Array(Rule),
        references: Type.Record(Type.String(), Type.String(), { description: 'the pages that the rows come from' }),
        contested: Type.Record(Type.String(), Contested, {
          description: 'what sources disagree on, by the setting of a world that chooses a side',
        }),
      }),
    },
  },
  async handler() {
    const rules = Object.entries(RULES).map(([name, rule]) => ({ name, ...rule }))
    return { errors: CATALOGUE, rules, references: REFERENCES, contested: CONTESTED }
  },
})
