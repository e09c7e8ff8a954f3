import { CATALOGUE, REFERENCES } from '../../domain/errors.ts'
import { RULES } from '../../domain/rules.ts'
import { route } from '../operation.ts'

/** The catalogue and the ladder of rules, with what each is known from. */
export const showErrors = route({
  method: 'GET',
  url: '/errors',
  async handler() {
    const rules = Object.entries(RULES).map(([name, rule]) => ({ name, ...rule }))
    return { errors: CATALOGUE, rules, references: REFERENCES }
  },
})
