import { Type } from 'typebox'
import { STATUSES } from '../domain/certificate.ts'
import type { Event } from '../domain/event.ts'
import { schema } from '../domain/schema.ts'
import { Instant, nullable } from './fields.ts'

/** An event of the audit trail. */
export interface EventView extends Omit<Event, 'at'> {
  /** By the world's clock. */
  at: string
}

const EXAMPLE: EventView = {
  id: 1,
  at: '2026-11-24T08:00:00.000Z',
  name: 'revokeScmCert',
  resource: 'scs1700000000001',
  actor: 'demo',
  request_id: '3d5c1b0a9f8e4d7c8b6a5f4e3d2c1b0a',
  code: null,
  detail: { from: 'ISSUED', to: 'REVOKING' },
}

const Status = Type.Optional(Type.Union([Type.Enum([...STATUSES]), Type.Null()]))

export const EventView = schema<EventView>()(
  Type.Object(
    {
      id: Type.Integer(),
      at: Instant,
      name: Type.String({ description: "as the vendor's audit service has it" }),
      resource: nullable('the certificate'),
      actor: Type.String({ description: "the user's name; ca for a review that was due, time for an expiry" }),
      request_id: nullable('the request that caused it'),
      code: nullable('the error that refused it'),
      detail: Type.Object(
        { from: Status, to: Status, reason: Type.Optional(Type.String()) },
        { description: 'the status before and after, or why it was refused' },
      ),
    },
    { examples: [EXAMPLE] },
  ),
)

/** A page of the audit trail. */
export interface EventPage {
  events: EventView[]
  /** After which event the next page begins. */
  next: number
}

export const EventPage = schema<EventPage>()(Type.Object({ events: Type.Array(EventView), next: Type.Integer() }))
