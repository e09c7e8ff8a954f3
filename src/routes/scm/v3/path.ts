import { Type } from 'typebox'
import { certificateId, DEMO } from '../../operation.ts'

/** v3's path to one certificate; the example is one that the operation succeeds with. */
export const certificatePath = (example: string) => Type.Object({ certificate_id: certificateId(example) })

export const CertificatePath = certificatePath(DEMO.issued)
