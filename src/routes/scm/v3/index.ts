import type { FastifyInstance } from 'fastify'
import { service } from '../../../plugins/service.ts'
import { listCertificates } from './list.ts'
import { showCertificate } from './show.ts'

/** The operations of the service's v3 family, which today's SDKs call. The world is the caller's project. */
export const operations = [listCertificates, showCertificate]

export async function scmV3(app: FastifyInstance): Promise<void> {
  service(app)
  for (const operation of operations) app.route(operation)
}
