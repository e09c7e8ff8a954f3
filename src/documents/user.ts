import { Type } from 'typebox'
import * as policy from '../domain/policy.ts'
import { schema } from '../domain/schema.ts'
import { Id, strict, WELL_FORMED } from './fields.ts'

/** A policy of one's own; what it does not allow is refused. */
export type PolicyDocument = policy.Policy

const Statement = Type.Object(
  {
    Effect: Type.Enum(['Allow', 'Deny']),
    Action: Type.Immutable(Type.Array(Type.String({ maxLength: 128, pattern: '^[A-Za-z0-9:*]+$' }), { maxItems: 100 })),
  },
  strict,
)

export const PolicyDocument = schema<PolicyDocument>()(
  Type.Object(
    { Version: Type.Literal('1.1'), Statement: Type.Immutable(Type.Array(Statement, { maxItems: 100 })) },
    strict,
  ),
)

/** A policy of the system's by name, or one of one's own. */
export type UserPolicy = policy.SystemPolicy | PolicyDocument

export const UserPolicy = schema<UserPolicy>()(
  Type.Union([Type.Enum(Object.keys(policy.SYSTEM_POLICIES) as policy.SystemPolicy[]), PolicyDocument]),
)

export interface AccessKey {
  /** 8 to 64 letters and digits. */
  ak: string
  /** Printable ASCII, from 8 characters on. */
  sk: string
}

const ak = Type.String({ pattern: '^[A-Za-z0-9]{8,64}$', description: '8 to 64 letters and digits' })
const secret = Type.String({
  minLength: 8,
  maxLength: 4096,
  pattern: '^[\\x21-\\x7e]+$',
  description: 'printable ASCII',
})

export const AccessKey = schema<AccessKey>()(Type.Object({ ak, sk: secret }, strict))

/** A user; what is left out is made up. */
export interface UserDocument {
  /** 32 hexadecimal digits. */
  id?: string
  name: string
  /** Without one, IAM gives no token for a password. */
  password?: string
  /** The system's by name, or own ones; `SCM FullAccess` unless given. */
  policies?: UserPolicy[]
  /** A token that never expires. */
  token?: string
  access_key?: AccessKey
  temporary_access_key?: AccessKey & { security_token: string }
}

export const UserDocument = schema<UserDocument>()(
  Type.Object(
    {
      id: Type.Optional(Id),
      name: Type.String({ minLength: 1, maxLength: 64, pattern: WELL_FORMED }),
      password: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
      policies: Type.Optional(Type.Array(UserPolicy, { maxItems: 100 })),
      token: Type.Optional(secret),
      access_key: Type.Optional(AccessKey),
      temporary_access_key: Type.Optional(Type.Object({ ak, sk: secret, security_token: secret }, strict)),
    },
    strict,
  ),
)
