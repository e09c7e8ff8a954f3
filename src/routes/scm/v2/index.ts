import type { FastifyInstance } from 'fastify'
import { service } from '../../../plugins/service.ts'
import { listCertificates } from './list.ts'
import { revokeCertificate } from './revoke.ts'
import { showCertificate } from './show.ts'

/** The operations of the service's v2 family: the one that revoke belongs to. */
export const operations = [listCertificates, showCertificate, revokeCertificate]

export async function scmV2(app: FastifyInstance): Promise<void> {
  service(app)
  for (const operation of operations) app.route(operation)
}
