import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { wallClock } from '../../domain/clock.ts'
import { milliseconds } from '../../domain/duration.ts'
import { refuse } from '../../domain/rules.ts'
import type { AccessKey, Token } from '../../store/identities.ts'
import type { Credentials } from '../context.ts'
import { refusedAlgorithm } from './header.ts'
import { canonicalRequests, explainMismatch, isBodySaid, isSigned, parseDate, type Signable } from './signature.ts'

type Signed = Extract<Credentials, { by: 'signature' }>

/** How far a signature's date may be off the wall clock, either way (API Gateway: signing guide). */
const SKEW = milliseconds('15m')

/**
 * Who asks: verifies the credentials that were recognised.
 *
 * @throws Refusal APIGW.0301
 */
export function authenticate(request: FastifyRequest): void {
  if (request.server.config.auth === 'off') return
  const { credentials } = request
  if (credentials?.by === 'signature') verifySignature(request, credentials)
  else if (credentials?.by === 'token') verifyToken(credentials.token, request.now)
  else throw refuse('credentials_missing', undefined, 'x-auth-token not found')
  request.isVerified = true
}

function verifyToken(token: Token | undefined, now: number): void {
  if (!token) throw refuse('token_unknown', undefined, 'decrypt token fail')
  if (token.expires_at === null || token.expires_at > now) return
  const expires_at = microseconds(token.expires_at)
  throw refuse(
    'token_expired',
    `the token expired at ${expires_at}; its world's clock shows ${microseconds(now)}`,
    `token expires, expires_at: ${expires_at}`,
  )
}

function verifySignature(request: FastifyRequest, { authorization, key }: Signed): void {
  if (!authorization) {
    throw refuse('authorization_malformed', refusedAlgorithm(request.headers.authorization ?? ''))
  }
  const signed = signable(request)
  const date = signed.headers['x-sdk-date'] ?? ''
  const at = parseDate(date)
  if (Number.isNaN(at)) {
    throw refuse('authorization_malformed', `X-Sdk-Date is "${date}"; it must be a date such as 20261124T080000Z`)
  }
  if (!key) {
    const reason = `ak ${authorization.access} not exist`
    // Seen so in front of SCM; another service's gateway names the key (cloud-custodian, recorded 2025).
    const isScm = request.route.permission !== undefined
    throw refuse('access_key_unknown', reason, isScm ? 'Unauthorized' : reason)
  }
  if (Math.abs(wallClock() - at) > SKEW) {
    throw refuse(
      'signature_expired',
      `X-Sdk-Date is ${date}; the wall clock shows ${microseconds(wallClock())}`,
      'calc ak sk signature fail:signature expired',
    )
  }
  const candidates = canonicalRequests(signed, authorization)
  if (!isSigned(key, date, authorization, candidates) || !isBodySaid(signed, authorization.algorithm)) {
    const why = explainMismatch(signed, authorization, key)
    throw refuse(
      'signature_mismatch',
      why ?? 'the secret key, or something that was signed, is another one than here',
      `verify aksk signature fail, canonicalRequest:${candidates[0]?.replaceAll('\n', '|')}`,
    )
  }
  verifySecurityToken(key, request.headers['x-security-token'])
}

function verifySecurityToken({ security_token }: AccessKey, sent: string | string[] | undefined): void {
  if (security_token === null) return
  const [a, b] = [Buffer.from(String(sent ?? '')), Buffer.from(security_token)]
  if (a.length !== b.length || !timingSafeEqual(a, b)) throw refuse('security_token')
}

/** The request as it was sent: the content type was changed on the way (see `keepRawBodies`). */
function signable({ method, raw, headers, sentType, bytes }: FastifyRequest): Signable {
  return {
    method,
    url: raw.url ?? '',
    // Only set-cookie comes as a list, and clients do not send it.
    headers: { ...(headers as Record<string, string | undefined>), 'content-type': sentType },
    body: bytes ?? Buffer.alloc(0),
  }
}

/** An instant as IAM writes it: `2020-01-04T09:05:22.701000Z`. */
export function microseconds(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '000Z')
}
