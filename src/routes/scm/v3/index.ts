import type { FastifyInstance } from 'fastify'
import { scm } from '../../../http/scm.ts'
import { applyCertificate } from './apply.ts'
import { subscribeCertificate } from './buy.ts'
import { cancelCertificateRequest } from './cancel.ts'
import { createCsr } from './csr/create.ts'
import { deleteCsr } from './csr/delete.ts'
import { listCsr } from './csr/list.ts'
import { showCsrPrivateKey } from './csr/private-key.ts'
import { showCsr } from './csr/show.ts'
import { updateCsr } from './csr/update.ts'
import { uploadCsr } from './csr/upload.ts'
import { deleteCertificate } from './delete.ts'
import { deployCertificate, listDeployedResources } from './deploy.ts'
import { exportCertificate } from './export.ts'
import { importCertificate } from './import.ts'
import { listCertificates } from './list.ts'
import { disableNotification, enableNotification } from './notification.ts'
import { batchPushCertificate, pushCertificate } from './push.ts'
import { showCertificate } from './show.ts'
import { listAllTags } from './tags/all.ts'
import { batchCreateOrDeleteTags } from './tags/batch.ts'
import { createCertificateTag } from './tags/create.ts'
import { listTagsByCertificate } from './tags/list.ts'
import { listCertificatesByTag } from './tags/search.ts'
import { unsubscribeCertificate } from './unsubscribe.ts'

/** The operations of the service's v3 family, which today's SDKs and Terraform call. The world is the caller's project. */
export const operations = [
  listCertificates,
  showCertificate,
  importCertificate,
  exportCertificate,
  deleteCertificate,
  pushCertificate,
  batchPushCertificate,
  subscribeCertificate,
  applyCertificate,
  cancelCertificateRequest,
  unsubscribeCertificate,
  createCsr,
  deleteCsr,
  listCsr,
  showCsr,
  showCsrPrivateKey,
  updateCsr,
  uploadCsr,
  batchCreateOrDeleteTags,
  createCertificateTag,
  listAllTags,
  listCertificatesByTag,
  listTagsByCertificate,
  deployCertificate,
  listDeployedResources,
  enableNotification,
  disableNotification,
]

export async function scmV3(app: FastifyInstance): Promise<void> {
  scm(app, 'certificate_gone')
  for (const operation of operations) app.route(operation)
}
