import { Type } from 'typebox'
import { ProjectId } from '../../operation.ts'
import { Problem } from '../problem.ts'

/** A path to one fault. */
export const FaultPath = Type.Object({
  project_id: ProjectId,
  fault_id: Type.String({ pattern: '^[0-9]{1,9}$', description: 'the number of a fault', examples: ['1'] }),
})

/** The refusal where a world has no such fault. */
export const unknownFault = (fault_id: string) =>
  new Problem('unknown_fault', `there is no fault ${fault_id} in this world`)
