import { Type } from 'typebox'
import {
  changeCertificate,
  placeCertificate,
  readCertificate,
  readCertificates,
  removeCertificate,
} from '../../world/certificates.ts'
import { CertificateDocument } from '../../world/document.ts'
import { review } from '../../world/review.ts'
import { CertificateId, route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const all = '/projects/:project_id/certificates'
const one = `${all}/:cert_id`
const Path = Type.Object({ project_id: Type.String(), cert_id: CertificateId })

/** Places a certificate in any status. */
export const placeOne = route({
  method: 'POST',
  url: all,
  schema: { params: ProjectPath, body: CertificateDocument },
  async handler({ server: { store }, params: { project_id }, body }, reply) {
    const world = found(store.projects.get(project_id), project_id)
    return reply.code(201).send(await placeCertificate(store, world, body))
  },
})

export const listAll = route({
  method: 'GET',
  url: all,
  schema: { params: ProjectPath },
  async handler({ server: { store }, params: { project_id } }) {
    const world = found(store.projects.get(project_id), project_id)
    return { certificates: await readCertificates(store, world) }
  },
})

export const showOne = route({
  method: 'GET',
  url: one,
  schema: { params: Path },
  async handler({ server: { store }, params: { project_id, cert_id } }) {
    return readCertificate(store, found(store.projects.get(project_id), project_id), cert_id)
  },
})

export const changeOne = route({
  method: 'PATCH',
  url: one,
  schema: { params: Path, body: Type.Omit(CertificateDocument, ['id'], { additionalProperties: false }) },
  async handler({ server: { store }, params: { project_id, cert_id }, body }) {
    return changeCertificate(store, found(store.projects.get(project_id), project_id), cert_id, body)
  },
})

export const removeOne = route({
  method: 'DELETE',
  url: one,
  schema: { params: Path },
  async handler({ server: { store }, params: { project_id, cert_id } }, reply) {
    await removeCertificate(store, found(store.projects.get(project_id), project_id), cert_id)
    return reply.code(204).send()
  },
})

/** Decides a pending review in the CA's place. */
export const reviewOne = route({
  method: 'POST',
  url: `${one}/review`,
  schema: {
    params: Path,
    body: Type.Object({ decision: Type.Enum(['approve', 'reject']) }, { additionalProperties: false }),
  },
  async handler({ server: { store }, params: { project_id, cert_id }, body: { decision } }) {
    const world = found(store.projects.get(project_id), project_id)
    const certificate = await review(store, world, cert_id, decision)
    return { id: cert_id, status: certificate?.status ?? null }
  },
})
