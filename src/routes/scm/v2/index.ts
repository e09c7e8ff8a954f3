import type { FastifyInstance } from 'fastify'
import { scm } from '../../../http/scm.ts'
import { applyCertificate } from './apply.ts'
import { cancelApplication } from './cancel.ts'
import { checkCsr } from './check-csr.ts'
import { deleteCertificate } from './delete.ts'
import { deletePrivacyProtection } from './delete-privacy.ts'
import { downloadCertificate } from './download.ts'
import { listCertificates } from './list.ts'
import { listProducts, showProduct } from './products.ts'
import { purchaseCertificate } from './purchase.ts'
import { pushCertificate } from './push.ts'
import { listPushHistory } from './push-history.ts'
import { readApplication } from './read.ts'
import { revokeCertificate } from './revoke.ts'
import { saveApplication } from './save.ts'
import { showCertificate } from './show.ts'
import { supplementDomains } from './supplement.ts'
import { updateCertificate } from './update.ts'
import { uploadCertificate } from './upload.ts'
import { uploadAuthentication } from './upload-authentication.ts'

/** The twenty operations of the service's v2 family: the one that revoke belongs to. */
export const operations = [
  purchaseCertificate,
  listCertificates,
  showCertificate,
  updateCertificate,
  listProducts,
  showProduct,
  applyCertificate,
  checkCsr,
  saveApplication,
  readApplication,
  cancelApplication,
  deleteCertificate,
  uploadAuthentication,
  downloadCertificate,
  uploadCertificate,
  revokeCertificate,
  pushCertificate,
  listPushHistory,
  deletePrivacyProtection,
  supplementDomains,
]

export async function scmV2(app: FastifyInstance): Promise<void> {
  scm(app, 'certificate_unknown')
  for (const operation of operations) app.route(operation)
}
