import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifySchema,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  RouteGenericInterface,
  RouteOptions,
} from 'fastify'
import { Type } from 'typebox'
import { CertificateId as Id } from '../documents/fields.ts'
import type { Described, Operation } from '../http/context.ts'

type Route<Config, Schema extends FastifySchema> = RouteOptions<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  RouteGenericInterface,
  Config,
  Schema,
  TypeBoxTypeProvider
>

/** One operation of the service as a value: its route, its name, its permission, its schemas and its handler. */
export function operation<const Schema extends FastifySchema>(
  route: Route<Operation & Partial<Described>, Schema>,
): RouteOptions {
  return route as unknown as RouteOptions
}

/** A route that is no operation of the service, with its handler typed by its schemas. */
export function route<const Schema extends FastifySchema>(
  options: Route<Partial<Operation & Described>, Schema>,
): RouteOptions {
  return options as unknown as RouteOptions
}

/** What an answer without a body holds: 204. */
export const Nothing = Type.Undefined()

/** A project in a path. */
export const ProjectId = Type.String({
  description: 'a project, which is a world',
  examples: ['0f5181caba0024e72f89c0045e707b91'],
})

/** A text that SQLite can keep: no lone surrogates. Lengths count code points. */
export const Text = (options: { minLength?: number; maxLength: number; description: string; examples?: string[] }) =>
  Type.String({ ...options, pattern: '^\\P{Surrogate}*$' })

/** Certificates of the demo world, for examples: what each stands for is its status, or what was bought. */
export const DEMO = {
  issued: 'scs1700000000001',
  several: 'scs1700000000002',
  paid: 'scs1700000000004',
  checking: 'scs1700000000005',
  expired: 'scs1700000000012',
}

/** A certificate in a path; the example is one that the operation succeeds with. */
export const certificateId = (example: string) => Type.String({ ...Id, examples: [example] })

export const CertificateId = certificateId(DEMO.issued)

/** v2's path to what is about no certificate. */
export const ProjectPath = Type.Object({ project_id: ProjectId })

/** v2's path to one certificate. */
export const certificatePath = (example: string) =>
  Type.Object({ project_id: ProjectId, cert_id: certificateId(example) })

export const CertificatePath = certificatePath(DEMO.issued)
