import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { refuse } from '../../../domain/rules.ts'
import { generateKeyPair, loadPki, PkiError, readPrivateKey } from '../../../pki/index.ts'
import { caller } from '../../../plugins/service.ts'
import type { Csr } from '../../../store/csrs.ts'
import { operation, Text } from '../../operation.ts'
import { readCsr } from '../csr.ts'

const ALGORITHMS = ['RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384', 'SM2'] as const
const CsrPath = Type.Object({ id: Type.String({ maxLength: 64 }) })
const name = Text({ minLength: 1, maxLength: 63, description: 'of the CSR' })
const company = (description: string) => Type.Optional(Text({ maxLength: 63, description }))
const text = Type.String()

const Created = Type.Object({
  ...{ id: text, name: text, domain_name: text, sans: text, private_key_algo: text, usage: text },
  ...{ company_country: text, company_province: text, company_city: text, company_name: text },
  ...{ create_time: Type.Integer(), update_time: Type.Integer() },
})
const Shown = Type.Object({ ...Created.properties, csr: text })

/** Makes a key pair and a CSR for it. RSA keys have 2048 bits and EC keys are on P-256 here, whatever the algorithm's size. */
export const createCsr = operation({
  method: 'POST',
  url: '/csr',
  config: { operation: 'CreateCsr', permission: 'scm::createCsr', event: 'CreateCsr' },
  schema: {
    body: Type.Object({
      name,
      domain_name: Text({ minLength: 1, maxLength: 63, description: 'the common name' }),
      sans: Type.Optional(Text({ maxLength: 255, description: 'further domains, joined with ;' })),
      private_key_algo: Type.Enum([...ALGORITHMS]),
      usage: Type.Enum(['PERSONAL', 'ENTERPRISE']),
      company_country: company('two letters'),
      company_province: company('province'),
      company_city: company('city'),
      company_name: company('name'),
    }),
    response: { 201: Created },
  },
  async handler(request, reply) {
    const { world, now, actor } = caller(request)
    const { store } = request.server
    const { name, domain_name, sans = '', private_key_algo, usage } = request.body
    const { company_country = '', company_province = '', company_city = '', company_name = '' } = request.body
    const company = { company_country, company_province, company_city, company_name }
    if (usage === 'ENTERPRISE' && Object.values(company).includes('')) {
      throw refuse('parameter', `usage is ENTERPRISE; ${Object.keys(company).join(', ')} must be filled in`)
    }
    const pki = await loadPki()
    const { private_key } = await generateKeyPair(private_key_algo.startsWith('RSA') ? 'rsa' : 'ec')
    const row: Csr = {
      ...{ project_id: world.project_id, id: newId(), name, csr: '', private_key, domain_name, sans, private_key_algo },
      ...{ usage, ...company, create_time: now, update_time: now },
    }
    const subject = {
      ...{ country: row.company_country, state: row.company_province },
      ...{ locality: row.company_city, organization: row.company_name },
    }
    const domains: [string, ...string[]] = [row.domain_name, ...row.sans.split(';').filter(Boolean)]
    try {
      row.csr = pki.createCsr({ domains, subject, private_key })
    } catch (error) {
      throw error instanceof RangeError ? refuse('domains', error.message) : error
    }
    await store.write(() => {
      store.csrs.insert(row)
      store.events.done(world.project_id, now, actor, row.id)
    })
    const { csr, ...created } = shown(row)
    return reply.code(201).send(created)
  },
})

/** Keeps a CSR that was made elsewhere, with its key or without. */
export const uploadCsr = operation({
  method: 'POST',
  url: '/csr/upload',
  config: { operation: 'UploadCsr', permission: 'scm::uploadCsr', event: 'UploadCsr' },
  schema: {
    body: Type.Object({
      name,
      csr: Text({ minLength: 1, maxLength: 16384, description: 'PEM' }),
      private_key: Type.Optional(Text({ maxLength: 16384, description: 'PEM' })),
    }),
    response: { 200: Type.Object({ id: text, name: text, create_time: Type.Integer() }) },
  },
  async handler(request) {
    const { world, now, actor } = caller(request)
    const { store } = request.server
    const { name, csr, private_key } = request.body
    const { common_name, domains, subject, key } = await readCsr(csr)
    const row: Csr = {
      ...{ project_id: world.project_id, id: newId(), name, csr, create_time: now, update_time: now },
      private_key: private_key ? readKey(private_key) : null,
      domain_name: common_name,
      sans: domains.filter((domain) => domain !== common_name).join(';'),
      private_key_algo: key.kind === 'rsa' ? `RSA_${key.bits}` : `EC_P${key.bits}`,
      usage: subject.organization ? 'ENTERPRISE' : 'PERSONAL',
      ...{ company_country: subject.country ?? '', company_province: subject.state ?? '' },
      ...{ company_city: subject.locality ?? '', company_name: subject.organization ?? '' },
    }
    await store.write(() => {
      store.csrs.insert(row)
      store.events.done(world.project_id, now, actor, row.id)
    })
    return { id: row.id, name, create_time: now }
  },
})

export const listCsr = operation({
  method: 'GET',
  url: '/csr',
  config: { operation: 'ListCsr', permission: 'scm::listCsr' },
  schema: {
    querystring: Type.Object({
      limit: Type.Optional(Type.String({ pattern: '^(?:10|20|50)?$', description: '10, 20 or 50' })),
      offset: Type.Optional(Type.String({ pattern: '^[0-9]{0,9}$', description: 'rows to skip' })),
      name: Type.Optional(Type.String({ maxLength: 63, description: 'part of a name' })),
      private_key_algo: Type.Optional(Type.Enum(['', ...ALGORITHMS])),
    }),
    response: { 200: Type.Object({ csr_list: Type.Array(Shown), total: Type.Integer() }) },
  },
  async handler(request) {
    const { world } = caller(request)
    const { limit, offset, name, private_key_algo } = request.query
    const { total, csrs } = request.server.store.csrs.list(world.project_id, {
      ...{ name: name || null, algorithm: private_key_algo || null },
      ...{ limit: Number(limit || 10), offset: Number(offset || 0) },
    })
    return { csr_list: csrs.map(shown), total }
  },
})

export const showCsr = operation({
  method: 'GET',
  url: '/csr/:id',
  config: { operation: 'ShowCsr', permission: 'scm::getCsr' },
  schema: { params: CsrPath, response: { 200: Shown } },
  async handler(request) {
    return shown(find(request, request.params.id))
  },
})

export const updateCsr = operation({
  method: 'PUT',
  url: '/csr/:id',
  config: { operation: 'UpdateCsr', permission: 'scm::updateCsr', event: 'UpdateCsr' },
  schema: { params: CsrPath, body: Type.Object({ name }), response: { 200: Shown } },
  async handler(request) {
    const { world, now, actor } = caller(request)
    const { csrs, events, write } = request.server.store
    const { id } = request.params
    return write(() => {
      find(request, id)
      csrs.rename(world.project_id, id, request.body.name, now)
      events.done(world.project_id, now, actor, id)
      return shown(find(request, id))
    })
  },
})

export const deleteCsr = operation({
  method: 'DELETE',
  url: '/csr/:id',
  config: { operation: 'DeleteCsr', permission: 'scm::deleteCsr', event: 'DeleteCsr' },
  schema: { params: CsrPath, response: { 204: Type.Null() } },
  async handler(request, reply) {
    const { now, actor } = caller(request)
    const { csrs, events, write } = request.server.store
    await write(() => {
      const { project_id, id } = find(request, request.params.id)
      csrs.remove(project_id, id)
      events.done(project_id, now, actor, id)
    })
    return reply.code(204).send(null)
  },
})

export const showCsrPrivateKey = operation({
  method: 'GET',
  url: '/csr/:id/private-key',
  config: { operation: 'ShowCsrPrivateKey', permission: 'scm::getCsrPrivateKey' },
  schema: { params: CsrPath, response: { 200: Type.Object({ private_key: Type.Union([text, Type.Null()]) }) } },
  async handler(request) {
    return { private_key: find(request, request.params.id).private_key }
  },
})

function find(request: FastifyRequest, id: string): Csr {
  const { world } = caller(request)
  const csr = request.server.store.csrs.get(world.project_id, id)
  if (!csr) throw refuse('csr_unknown', `project ${world.project_id} has no CSR ${id}`)
  return csr
}

function shown({ project_id, private_key, ...csr }: Csr) {
  return csr
}

function readKey(pem: string): string {
  try {
    return readPrivateKey(pem).private_key
  } catch (error) {
    throw error instanceof PkiError ? refuse('upload_key', error.message) : error
  }
}

function newId(): string {
  return randomBytes(16).toString('hex')
}
