import { Type } from 'typebox'
import { STATUSES, type Status } from '../domain/certificate.ts'
import { schema } from '../domain/schema.ts'
import { CertificateId, Id } from './fields.ts'
import type { AccessKey } from './user.ts'

/** What a client needs to start; it is shown once. */
export interface CreatedWorld {
  project_id: string
  name: string
  account: { id: string; name: string }
  /** Of the first user. */
  token: string
  /** Of the first user. */
  access_key: AccessKey
  /** The other users too, where the document names several. */
  users: { id: string; name: string; token: string; access_key: AccessKey }[]
  certificates: { id: string; status: Status }[]
}

const SECRETS = {
  token: 'c2NtLWVtdWxhdG9yLXRva2VuLW9mLWEtd29ybGQtdGhhdC1pcy1tYWRl',
  access_key: { ak: '5C1F0A9B7E3D2468ACE0', sk: 'c2NtLWVtdWxhdG9yLXNlY3JldC1rZXktb2YtYS13' },
}

const CREATED: CreatedWorld = {
  project_id: '5f0c7bb1a2d34e6f8a9b0c1d2e3f4a5b',
  name: 'cn-north-4',
  account: { id: '7a1e2d3c4b5a69788796a5b4c3d2e1f0', name: 'account-5f0c7bb1a2d3' },
  ...SECRETS,
  users: [{ id: '1b2c3d4e5f60718293a4b5c6d7e8f901', name: 'user', ...SECRETS }],
  certificates: [{ id: 'scs1795507200000', status: 'ISSUED' }],
}

const credentials = {
  token: Type.String(),
  access_key: Type.Object({ ak: Type.String(), sk: Type.String() }),
}

export const CreatedWorld = schema<CreatedWorld>()(
  Type.Object(
    {
      project_id: Id,
      name: Type.String(),
      account: Type.Object({ id: Id, name: Type.String() }),
      ...credentials,
      users: Type.Array(Type.Object({ id: Id, name: Type.String(), ...credentials }), {
        description: 'the other users too, where the document names several',
      }),
      certificates: Type.Array(Type.Object({ id: CertificateId, status: Type.Enum([...STATUSES]) })),
    },
    { examples: [CREATED] },
  ),
)
