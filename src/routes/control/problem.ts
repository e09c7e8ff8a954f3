import { Type } from 'typebox'
import { PROBLEMS, type ProblemCode } from '../../domain/problems.ts'
import { ProjectId } from '../operation.ts'

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

/** What was asked for, or 404. */
export function found<T>(value: T | undefined, id: string): T {
  if (value === undefined)
    throw new Problem('unknown_world', `there is no world ${id}; GET /_emulator/worlds lists them`)
  return value
}

export const ProjectPath = Type.Object({ project_id: ProjectId })
