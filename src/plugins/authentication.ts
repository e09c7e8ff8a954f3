import type { FastifyRequest } from 'fastify'
import { refuse } from '../domain/rules.ts'

/**
 * Who asks: verifies the credentials that the gateway recognised.
 *
 * @throws Refusal APIGW.0301
 */
export async function authenticate(request: FastifyRequest): Promise<void> {
  if (request.server.config.auth === 'off') return
  const { token } = request.credentials ?? {}
  const sent = request.headers['x-auth-token']
  if (!sent) throw refuse('credentials_missing', undefined, 'x-auth-token not found')
  if (!token) throw refuse('token_unknown', undefined, 'decrypt token fail')
  if (token.expires_at !== null && token.expires_at <= request.now) {
    const expires_at = microseconds(token.expires_at)
    throw refuse(
      'token_expired',
      `the token expired at ${expires_at}; the world's clock shows ${microseconds(request.now)}`,
      `token expires, expires_at: ${expires_at}`,
    )
  }
}

/** An instant as IAM writes it: `2020-01-04T09:05:22.701000Z`. */
export function microseconds(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '000Z')
}
