import { type TProperties, Type } from 'typebox'
import type { Case, Request, Subject } from '../case.ts'
import { MISTAKES } from './bodies.ts'
import { get, json, one, revoke, shapeOf, v2 } from './paths.ts'

/** 63 characters, which are 252 bytes: the longest that is documented. */
const REASON = '🔐'.repeat(63)

const revokeOf = (subject: Subject, change: Partial<Request>) => revoke(subject, change, one(subject))
const detail = (properties: TProperties) => Type.Object(properties)
const revoked = { status: Type.Enum(['REVOKING', 'REVOKED']), revoke_reason: Type.Literal(REASON) }

const CHANGES: readonly Omit<Case, 'changes' | 'needs'>[] = [
  {
    id: 'revoke-before-v2',
    title: 'v2: before, the reason of a revocation is the empty text',
    ask: (subject) => get(v2(subject, `cert/${one(subject)}`)),
    expect: { shape: detail({ status: Type.Literal('ISSUED'), revoke_reason: Type.Literal('') }), source: 'assumed' },
  },
  {
    id: 'revoke-before-v3',
    title: 'v3: before, the reason of a revocation is null',
    ask: (subject) => get(`/v3/scm/certificates/${one(subject)}`),
    expect: { shape: detail({ status: Type.Literal('ISSUED'), revoke_reason: Type.Null() }), source: 'assumed' },
  },
  {
    id: 'revoke-read-application',
    title: 'v2: ReadApplication, a POST that reads',
    ask: (subject) => ({ method: 'POST', path: v2(subject, `cert/${one(subject)}/read`) }),
    expect: { shape: shapeOf('v2', 'ReadApplication'), source: 'documented' },
  },
  ...MISTAKES.map(([id, title, change]) => ({
    id: `revoke-${id}`,
    title: `a revoke with ${title}`,
    ask: (subject: Subject) => revokeOf(subject, change),
    expect: { rule: 'parameter' as const },
  })),
  {
    id: 'revoke-success',
    title: 'a revoke with a reason of 63 characters (of a certificate that is valid for more than 30 days)',
    ask: (subject) => revokeOf(subject, json({ reason: REASON })),
    expect: { shape: shapeOf('v2', 'RevokeCertificate'), source: 'documented' },
  },
  {
    id: 'revoke-shown-v2',
    title: 'v2: the certificate is REVOKING or REVOKED, for the reason that was sent',
    after: 'revoke-success',
    ask: (subject) => get(v2(subject, `cert/${one(subject)}`)),
    expect: { shape: detail(revoked), source: 'documented' },
  },
  {
    id: 'revoke-shown-v3',
    title: 'v3: the same',
    after: 'revoke-success',
    ask: (subject) => get(`/v3/scm/certificates/${one(subject)}`),
    expect: { shape: detail(revoked), source: 'documented' },
  },
  {
    id: 'revoke-again',
    title: 'a second revoke of it',
    after: 'revoke-success',
    ask: (subject) => revokeOf(subject, json({ reason: 'probe' })),
    expect: { rule: 'status' },
  },
  {
    id: 'revoke-push-history',
    title: 'v2: its records are kept: the history of its pushes can be read',
    after: 'revoke-success',
    ask: (subject) => get(v2(subject, `cert/${one(subject)}/push-history`)),
    expect: { shape: shapeOf('v2', 'ListPushHistory'), source: 'assumed' },
  },
]

/** What is sent to a certificate that exists: it is revoked, once and for good. */
export const changes: readonly Case[] = CHANGES.map((one) => ({ ...one, changes: true, needs: ['certificate'] }))
