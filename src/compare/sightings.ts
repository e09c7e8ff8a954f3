import { CertificateDocument } from '../documents/certificate.ts'
import type { Status } from '../domain/certificate.ts'
import { check } from '../domain/check.ts'
import { at, type Call } from './call.ts'

type Row = Readonly<Record<string, unknown>>
type Field = keyof CertificateDocument

/** What an answer shows of one certificate. */
export interface Sighting {
  readonly id: string
  readonly status: Status | undefined
  readonly fields: CertificateDocument
}

/** Where the answers of an operation show certificates. */
const ROWS: Readonly<Record<string, (body: unknown) => unknown>> = {
  ShowCertificate: (body) => [body],
  ListCertificates: (body) => at(body, 'order_list') ?? at(body, 'certificates'),
  ListCertificatesByTag: (body) => list(at(body, 'resources')).map((row) => at(row, 'resource_detail')),
}

/** What the families call the fields of a certificate; the first that is there counts. */
const NAMES: Partial<Record<Field, readonly string[]>> = {
  status: ['status', 'order_status', 'order_state'],
  name: ['cert_name', 'name'],
  description: ['cert_describe', 'cert_des', 'description'],
  type: ['cert_type', 'type'],
  brand: ['cert_brand', 'brand'],
  domain_type: ['domain_type'],
  domain_count: ['domain_number', 'domain_num', 'domain_count'],
  wildcard_count: ['wildcard_number', 'wildcard_count'],
  validity_period: ['validity_period'],
  order_id: ['order_id'],
  encrypt_type: ['encrypt_type', 'signature_algorithm', 'signature_algrithm'],
  push_support: ['push_support'],
  dns_push_status: ['DNS_push_status'],
  multi_domain_type: ['multi_domain_type'],
  enterprise_project_id: ['enterprise_project_id'],
  revoke_reason: ['revoke_reason'],
  issue_time: ['issue_time', 'cert_issued_time'],
  not_before: ['not_before'],
  not_after: ['not_after', 'expire_time', 'expired_time'],
}

const APPLICATION = [
  'country',
  'company_name',
  'company_province',
  'company_city',
  'applicant_name',
  'applicant_phone',
  'applicant_email',
  'contact_name',
  'contact_phone',
  'contact_email',
]

/** What a recorded answer shows of certificates. */
export function sightings({ operation, isDone, received }: Call): Sighting[] {
  const rows = isDone ? list(ROWS[operation]?.(received)) : []
  return rows.flatMap((found): Sighting[] => {
    const row = (typeof found === 'object' && found !== null ? found : {}) as Row
    const id = valid('id', row.cert_id ?? row.id)
    return id === undefined ? [] : [{ id, status: valid('status', first(row, NAMES.status)), fields: fieldsOf(row) }]
  })
}

/** A row as the document that places such a certificate; what no document can have is left out. */
function fieldsOf(row: Row): CertificateDocument {
  const names = [row.domain_name ?? row.domain, row.sans].filter((text) => typeof text === 'string').join(';')
  const [domain, ...sans] = names.split(';').filter(Boolean)
  const found: Partial<Record<Field, unknown>> = Object.fromEntries(
    Object.entries(NAMES).map(([field, names]) => [field, first(row, names)]),
  )
  const years = row.purchase_period
  const fields: Partial<Record<Field, unknown>> = {
    ...found,
    domain,
    sans: domain && sans.join(';'),
    ...(typeof years === 'number' && { validity_period: years * 12 }),
    ...(typeof (row.deploy_support ?? row.push_support) === 'boolean' && {
      push_support: (row.deploy_support ?? row.push_support) ? 'ON' : 'OFF',
    }),
    issue_time: instantOf(found.issue_time),
    not_before: instantOf(found.not_before),
    not_after: instantOf(found.not_after),
    application: applicationOf(row),
    auth: authOf(row),
  }
  return Object.fromEntries(
    Object.entries(fields)
      .map(([field, value]) => [field, valid(field as Field, value)])
      .filter(([, value]) => value !== undefined),
  )
}

function first(row: Row, names: readonly string[] = []): unknown {
  return names.map((name) => row[name]).find((value) => value !== undefined && value !== null && value !== '')
}

/** The value where a document can have it. */
function valid<Name extends Field>(field: Name, value: unknown): CertificateDocument[Name] | undefined {
  if (value === undefined) return undefined
  try {
    return check(CertificateDocument.properties[field], value, field) as CertificateDocument[Name]
  } catch {
    return undefined
  }
}

/** v2 writes epoch milliseconds as text, v3 a date and a time. */
function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const date = new Date(/^\d+$/.test(value) ? Number(value) : `${value.replace(' ', 'T').replace(/\.\d+$/, '')}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** v2 shows empty texts where nothing was applied for, v3 shows null. */
function applicationOf(row: Row): unknown {
  const source = (row.application_info === undefined ? row : (row.application_info ?? {})) as Row
  const filled = APPLICATION.filter((name) => typeof source[name] === 'string')
  const isFilled = row.application_info || filled.some((name) => source[name] !== '')
  return isFilled ? Object.fromEntries(filled.map((name) => [name, source[name]])) : undefined
}

function authOf({ auth, authentification }: Row): unknown {
  if (auth !== undefined) return auth
  const rows = list(authentification).map((row) => row as Row)
  return (
    authentification &&
    rows.map(({ record_name, record_type, record_value, domain }) => ({
      method: 'DNS',
      status: 'checking',
      domain_name: domain,
      record_type,
      record: record_value,
      host_record: String(record_name).replace(`.${domain}`, ''),
    }))
  )
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
