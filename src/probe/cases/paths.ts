import type { RouteOptions } from 'fastify'
import type { TSchema } from 'typebox'
import { operations as v2Operations } from '../../routes/scm/v2/index.ts'
import { operations as v3Operations } from '../../routes/scm/v3/index.ts'
import { NOWHERE, type Request, type Subject } from '../case.ts'

export const v2 = ({ project }: Subject, path: string) => `/v2/${encodeURIComponent(project)}/scm/${path}`

export const one = ({ certificate = '' }: Subject) => encodeURIComponent(certificate)

const JSON_TYPE = { 'content-type': 'application/json' }

/** A body, as JSON and with its type. */
export const json = (body: unknown) => ({ body: JSON.stringify(body), headers: JSON_TYPE })

/** A revoke of a certificate that does not exist, but for what is changed. */
export const revoke = (subject: Subject, change: Partial<Request> = {}, id: string = NOWHERE): Request => ({
  method: 'POST',
  path: v2(subject, `cert/${id}/revoke`),
  ...json({ reason: 'probe' }),
  ...change,
})

export const get = (path: string, change: Partial<Request> = {}): Request => ({ method: 'GET', path, ...change })

/** What an operation answers with, as its published schema says. */
export function shapeOf(family: 'v2' | 'v3', name: string): TSchema {
  const operations: RouteOptions[] = family === 'v2' ? v2Operations : v3Operations
  const found = operations.find(({ config }) => config?.operation === name)
  const shapes = found?.schema?.response as Record<number, TSchema> | undefined
  if (!shapes?.[200]) throw new Error(`${family} has no operation ${name} with an answer`)
  return shapes[200]
}
