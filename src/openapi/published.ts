import type { RouteOptions } from 'fastify'
import type { TObject, TSchema } from 'typebox'
import { type Contract, spaceOf } from '../domain/spaces.ts'
import type { Described, Operation } from '../http/context.ts'

/** The answers of an operation by status: a schema, or one for each media type. */
export type Answers = Readonly<Record<string, TSchema | { content: Record<string, { schema: TSchema }> }>>

/** A route that is part of the contract. */
export interface Published {
  readonly method: string
  readonly url: string
  readonly space: Contract
  readonly config: Partial<Operation> & Described
  readonly schema: { params?: TObject; querystring?: TObject; headers?: TObject; body?: TSchema; response?: Answers }
}

/** What of the server's routes is published: whatever has a title. */
export function publishedOf(routes: readonly RouteOptions[]): Published[] {
  return routes.flatMap(({ method, url, config, schema }) => {
    const space = spaceOf(url)?.contract
    if (!space || config?.title === undefined) return []
    return [
      { method: String(method), url, space, config: config as Published['config'], schema: (schema ?? {}) as object },
    ]
  })
}

/** The name of an operation, unique in the document: where two spaces have the same it ends with the space's suffix. */
export function idOf({ space, config }: Published, all: readonly Published[]): string {
  const name = config.id ?? config.operation ?? ''
  const isShared = all.some((other) => other.space !== space && (other.config.id ?? other.config.operation) === name)
  return isShared ? name + space.suffix : name
}
