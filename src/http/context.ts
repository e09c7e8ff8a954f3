import type { FastifyRequest, RouteOptions } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { TSchema } from 'typebox'
import type { Ca } from '../ca/ca.ts'
import type { Config } from '../config.ts'
import type { Fault, Operations } from '../domain/fault.ts'
import type { ProblemCode } from '../domain/problems.ts'
import type { Refusal, RuleName } from '../domain/rules.ts'
import type { Space } from '../domain/spaces.ts'
import type { AccessKey, Token, User } from '../store/identities.ts'
import type { Takes } from '../store/memory/journal.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import type { ContractOperation } from '../worlds/coverage.ts'
import type { Rehearse } from '../worlds/explanation.ts'
import type { Authorization } from './auth/header.ts'

/** What the server is made of; routes reach it through `request.server`. */
export interface Parts {
  readonly config: Config
  readonly store: Store
  readonly ca: Ca
  /** Runs a request through the pipeline without side effects. */
  readonly rehearse: Rehearse
  /** Told of each request that is answered, before its reply leaves; a rehearsal looks there. */
  readonly observe?: (request: FastifyRequest) => void
}

/** The credentials that a request shows, looked up but not yet verified. */
export type Credentials =
  | { readonly by: 'nothing'; readonly user?: undefined }
  | { readonly by: 'token'; readonly token?: Token | undefined; readonly user?: User | undefined }
  | {
      readonly by: 'signature'
      /** Missing where the header is malformed. */
      readonly authorization?: Authorization | undefined
      readonly key?: AccessKey | undefined
      readonly user?: User | undefined
    }

/** What an operation is: the one key for faults, journal, permissions and documentation. */
export interface Operation {
  /** The vendor's name, e.g. `RevokeCertificate`. */
  readonly operation: string
  /** The permission that a caller needs, e.g. `scm:cert:revoke`. */
  readonly permission?: string
  /** The name in the vendor's audit service where it has one; what changes nothing has none and is not recorded. */
  readonly event?: string
  /** The largest JSON body that is looked at, in bytes; parsing a larger one would hold up everybody. */
  readonly jsonLimit?: number
}

/** What the contract says of a route beside its schemas; a route without it is not part of the contract. */
export interface Described {
  /** A few words: `Revoke a certificate`. */
  readonly title: string
  /** The vendor's Chinese name, e.g. `吊销证书`. */
  readonly title_zh: string
  readonly description?: string
  /** The name in the contract, where that is not the operation's. */
  readonly id?: string
  /** By which rules it refuses, beside those that stand before its whole space. */
  readonly refuses?: readonly RuleName[]
  /** What can be wrong with a control call, beside what can be with all. */
  readonly problems?: readonly ProblemCode[]
  /** Needs no credentials although its space does. */
  readonly isOpen?: boolean
  /** Headers of its answers beside those that all have, and what each says. */
  readonly sends?: Readonly<Record<string, string>>
  /** A document that may be empty may be left out. */
  readonly mayBeEmpty?: boolean
  /** The media type of a body that is not JSON. */
  readonly consumes?: string
  /** A body that may be sent although it is ignored. */
  readonly ignores?: TSchema
}

declare module 'fastify' {
  interface FastifyInstance extends Parts {
    /** How many event streams go on. */
    readonly streams: { open: number }
    /** Aborts when the server closes. */
    readonly closing: AbortSignal
    /** Settled once the server closes and nothing is under way: requests without a socket too, which it does not wait for. */
    readonly idle: Promise<void>
    readonly operations: Operations
    /** All routes, as they were registered. */
    readonly routes: readonly RouteOptions[]
    /** What the contract says of the service's operations. */
    contract(): readonly ContractOperation[]
  }
  interface FastifyContextConfig extends Partial<Operation & Described> {
    /** Filled in when the route is registered. */
    takes?: Takes
    /** Where the route is; filled in too. Nothing where no API is published. */
    space?: Space | undefined
  }
  interface FastifyRequest {
    /** What the route says of itself, read once: `routeOptions` makes a new object for everybody who asks. */
    route: FastifyContextConfig & { readonly url?: string }
    /** The world that the request belongs to; null where it belongs to none. */
    world: World | null
    /** The world's time, read once. */
    now: number
    credentials: Credentials | null
    /** Whether the credentials were found to be right. */
    isVerified: boolean
    /** The body as it was sent. */
    bytes: Buffer | null
    /** The content type as it was sent. */
    sentType: string | undefined
    /** Why the body is no JSON. */
    malformed: string | null
    /** What refused the request, for the journal and the log. */
    refusal: Refusal | null
    /** What was accepted although it is wrong. */
    warning: string | null
    /** The fault that acts on the request. */
    fault: Fault | null
  }
}

/** Decorates the parts, and what a request knows. */
export const context = fastifyPlugin<Parts>(
  async (app, { config, store, ca, rehearse, observe }) => {
    app.decorate('config', config)
    app.decorate('store', store)
    app.decorate('streams', { open: 0 })
    app.decorate('ca', ca)
    app.decorate('rehearse', rehearse)
    if (observe) app.decorate('observe', observe)
    app.decorateRequest('route')
    app.decorateRequest('world', null)
    app.decorateRequest('now', 0)
    app.decorateRequest('credentials', null)
    app.decorateRequest('isVerified', false)
    app.decorateRequest('bytes', null)
    app.decorateRequest('sentType', undefined)
    app.decorateRequest('malformed', null)
    app.decorateRequest('refusal', null)
    app.decorateRequest('warning', null)
    app.decorateRequest('fault', null)
  },
  { name: 'context' },
)
