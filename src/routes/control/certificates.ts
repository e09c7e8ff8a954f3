import { Type } from 'typebox'
import { CertificateChange, CertificateDocument, CertificateView } from '../../documents/certificate.ts'
import { ReviewDecision, Reviewed } from '../../documents/review.ts'
import {
  changeCertificate,
  placeCertificate,
  readCertificate,
  readCertificates,
  removeCertificate,
} from '../../worlds/certificates.ts'
import { review } from '../../worlds/review.ts'
import { CertificatePath, Nothing, route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const all = '/worlds/:project_id/certificates'
const one = `${all}/:cert_id`
const problems = ['unknown_world', 'SCM.0020', 'SCM.0003'] as const

/** Places a certificate in any status. */
export const placeOne = route({
  method: 'POST',
  url: all,
  config: {
    id: 'placeCertificate',
    title: 'Place a certificate',
    title_zh: '放置证书',
    description: 'In any status; what is left out gets a value that fits it.',
    problems: ['unknown_world'],
  },
  schema: { params: ProjectPath, body: CertificateDocument, response: { 201: CertificateView } },
  async handler({ server: { store }, params: { project_id }, body }, reply) {
    const world = found(store.worlds.get(project_id), project_id)
    return reply.code(201).send(await placeCertificate(store, world, body))
  },
})

export const listAll = route({
  method: 'GET',
  url: all,
  config: {
    id: 'listCertificates',
    title: 'List the certificates of a world',
    title_zh: '查询世界中的证书列表',
    description: 'As they are now. Looking from here is no read that a CA would count.',
    problems: ['unknown_world'],
  },
  schema: { params: ProjectPath, response: { 200: Type.Object({ certificates: Type.Array(CertificateView) }) } },
  async handler({ server: { store }, params: { project_id } }) {
    const world = found(store.worlds.get(project_id), project_id)
    return { certificates: await readCertificates(store, world) }
  },
})

export const showOne = route({
  method: 'GET',
  url: one,
  config: {
    id: 'readCertificate',
    title: 'Read a certificate',
    title_zh: '查询世界中的证书',
    description: 'As it is now. Looking from here is no read that a CA would count.',
    problems,
  },
  schema: { params: CertificatePath, response: { 200: CertificateView } },
  async handler({ server: { store }, params: { project_id, cert_id } }) {
    return readCertificate(store, found(store.worlds.get(project_id), project_id), cert_id)
  },
})

export const changeOne = route({
  method: 'PATCH',
  url: one,
  config: {
    id: 'changeCertificate',
    title: 'Change a certificate',
    title_zh: '修改证书',
    description: 'Any field, whatever the status.',
    problems,
  },
  schema: { params: CertificatePath, body: CertificateChange, response: { 200: CertificateView } },
  async handler({ server: { store }, params: { project_id, cert_id }, body }) {
    return changeCertificate(store, found(store.worlds.get(project_id), project_id), cert_id, body)
  },
})

export const removeOne = route({
  method: 'DELETE',
  url: one,
  config: {
    id: 'removeCertificate',
    title: 'Remove a certificate',
    title_zh: '移除证书',
    description: 'Whatever its status. Its id is never used again in this world.',
    problems,
  },
  schema: { params: CertificatePath, response: { 204: Nothing } },
  async handler({ server: { store }, params: { project_id, cert_id } }, reply) {
    await removeCertificate(store, found(store.worlds.get(project_id), project_id), cert_id)
    return reply.code(204).send()
  },
})

/** Decides a pending review in the CA's place. */
export const reviewOne = route({
  method: 'POST',
  url: `${one}/review`,
  config: {
    id: 'reviewCertificate',
    title: 'Decide a review',
    title_zh: '代替CA审核',
    description: "Decides what is under review in the CA's place.",
    problems: [...problems, 'SCM.0010'],
  },
  schema: {
    params: CertificatePath,
    body: ReviewDecision,
    response: { 200: Reviewed },
  },
  async handler({ server: { store }, params: { project_id, cert_id }, body: { decision } }) {
    return review(store, found(store.worlds.get(project_id), project_id), cert_id, decision)
  },
})
