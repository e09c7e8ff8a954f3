import { PROBLEMS, type ProblemCode } from '../../domain/problems.ts'

/** A control call that cannot be carried out. The message says what to do. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  readonly code: ProblemCode

  constructor(code: ProblemCode, message: string) {
    super(message)
    this.status = PROBLEMS[code].status
    this.code = code
  }
}
