import { type TSchema, Type } from 'typebox'
import { BOUNDS } from '../domain/bounds.ts'
import type { Deployment } from '../domain/deployment.ts'
import type { FaultDocument as Fault } from '../domain/fault.ts'
import { NOTICES, type Notice } from '../domain/notice.ts'
import { schema } from '../domain/schema.ts'
import { EventView as Event, type EventView } from './event.ts'
import { FaultDocument } from './fault.ts'
import { CertificateId, Instant, strict, wellFormed } from './fields.ts'

/** A tag of a certificate. */
export interface TagDocument {
  certificate_id: string
  key: string
  value: string
}

/** A certificate was pushed to another service. */
export interface PushDocument {
  certificate_id: string
  at: string
  service: string
  remote_project: string | null
}

/** An uploaded certificate, as PEM, with its key. */
export interface UploadDocument {
  certificate_id: string
  certificate: string
  chain: string
  private_key: string | null
}

/** A certificate signing request that the service keeps, as PEM; the key is null where it was uploaded without. */
export interface CsrDocument {
  /** 32 hexadecimal digits. */
  id: string
  name: string
  csr: string
  private_key: string | null
  domain_name: string
  sans: string
  private_key_algo: string
  usage: string
  company_country: string
  company_province: string
  company_city: string
  company_name: string
  create_time: string
  update_time: string
}

/** A fault as it is in force: how often it has acted, and how many chances it has drawn. */
export interface FaultState extends Fault {
  id: number
  seed: number
  used: number
  drawn: number
}

/** How many requests a throttle has counted in the window that began last. */
export interface WindowState {
  index: number
  count: number
}

/** What is in a world beside its certificates. */
export interface Contents {
  tags: TagDocument[]
  pushes: PushDocument[]
  deployments: Deployment[]
  notices: Notice[]
  uploads: UploadDocument[]
  csrs: CsrDocument[]
  faults: FaultState[]
  /** The audit trail. */
  events: EventView[]
  window: WindowState | null
}

const text = wellFormed(4096)
const pem = (what: string) =>
  Type.String({ maxLength: 100_000, pattern: `^-----BEGIN ${what}-----`, description: 'PEM' })
const key = Type.Union([Type.String({ maxLength: 100_000 }), Type.Null()])
const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

const TagDocument = schema<TagDocument>()(
  Type.Object({ certificate_id: CertificateId, key: text, value: text }, strict),
)

const PushDocument = schema<PushDocument>()(
  Type.Object(
    { certificate_id: CertificateId, at: Instant, service: text, remote_project: Type.Union([text, Type.Null()]) },
    strict,
  ),
)

const DeploymentDocument = schema<Deployment>()(
  Type.Object(
    {
      certificate_id: CertificateId,
      service: text,
      project_name: text,
      resource_id: text,
      resource_type: text,
      enterprise_project_id: text,
    },
    strict,
  ),
)

const NoticeDocument = schema<Notice>()(
  Type.Object({ certificate_id: CertificateId, notice_type: Type.Enum([...NOTICES]) }, strict),
)

const UploadDocument = schema<UploadDocument>()(
  Type.Object(
    {
      certificate_id: CertificateId,
      certificate: pem('CERTIFICATE'),
      chain: Type.String({ maxLength: 100_000 }),
      private_key: key,
    },
    strict,
  ),
)

const CsrDocument = schema<CsrDocument>()(
  Type.Object(
    {
      id: Type.String({ pattern: '^[0-9a-f]{32}$', description: '32 hexadecimal digits' }),
      name: text,
      csr: Type.String({ maxLength: 100_000 }),
      private_key: key,
      domain_name: text,
      sans: text,
      private_key_algo: text,
      usage: text,
      company_country: text,
      company_province: text,
      company_city: text,
      company_name: text,
      create_time: Instant,
      update_time: Instant,
    },
    strict,
  ),
)

const FaultState = schema<FaultState>()(
  Type.Object(
    {
      ...FaultDocument.properties,
      id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      seed: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 }),
      used: count,
      drawn: count,
    },
    strict,
  ),
)

const WindowState = schema<WindowState>()(Type.Object({ index: Type.Integer(), count }, strict))

/** How much of each kind a document may hold: to write it holds everybody up. */
const MOST = 100_000

const list = <Schema extends TSchema>(item: Schema, maxItems = MOST) => Type.Array(item, { maxItems })

/** The fields of `Contents`, for the documents that have them. */
export const CONTENTS = {
  tags: list(TagDocument),
  pushes: list(PushDocument),
  deployments: list(DeploymentDocument),
  notices: list(NoticeDocument),
  uploads: list(UploadDocument),
  csrs: list(CsrDocument),
  faults: list(FaultState, BOUNDS.faults.most),
  events: list(Event),
  window: Type.Union([WindowState, Type.Null()]),
}
