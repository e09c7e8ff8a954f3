import { Type } from 'typebox'
import { CertificateId } from '../../operation.ts'

export const CertificatePath = Type.Object({ certificate_id: CertificateId })
