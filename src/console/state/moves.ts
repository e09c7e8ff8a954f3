import type { CertificateView } from '../../documents/index.ts'
import type { Call } from '../calls.ts'

/** What a client can ask the service to do with a certificate, beside revoking it. */
export const MOVES = ['withdraw', 'apply', 'supplement', 'push', 'unsubscribe', 'privacy', 'delete'] as const
export type Move = (typeof MOVES)[number] | 'revoke'

type Template = (certificate: CertificateView, project: string) => [method: string, path: string, body?: unknown]

/** What OV and EV certificates need beside. */
const COMPANY = { company_name: 'Example Ltd', company_province: 'Guangdong', company_city: 'Shenzhen', country: 'CN' }

const TEMPLATES: Record<Move, Template> = {
  revoke: ({ id }, project) => ['POST', `/v2/${project}/scm/cert/${id}/revoke`, { reason: '' }],
  withdraw: ({ id }, project) => ['POST', `/v2/${project}/scm/cert/${id}/cancel-cert`],
  apply: ({ id, type, domain, application }, project) => [
    'POST',
    `/v2/${project}/scm/cert/${id}/complete`,
    {
      domain: domain || 'www.example.com',
      ...(!type.startsWith('DV_') && COMPANY),
      applicant_name: application?.applicant_name || 'Zhang San',
      applicant_phone: application?.applicant_phone || '13087654321',
      applicant_email: application?.applicant_email || 'applicant@example.com',
      auto_dns_auth: false,
      agree_privacy_protection: true,
    },
  ],
  supplement: ({ id, domain, sans }, project) => [
    'POST',
    `/v2/${project}/scm/cert/${id}/supplement`,
    { ori_sans: sans, add_sans: `new.${domain}` },
  ],
  push: ({ id }, project) => [
    'POST',
    `/v2/${project}/scm/cert/${id}/push`,
    { service_type: 'ELB', remote_project: 'cn-north-4' },
  ],
  unsubscribe: ({ id }) => ['DELETE', `/v3/scm/certificates/${id}/unsubscribe`],
  privacy: ({ id }, project) => ['DELETE', `/v2/${project}/scm/privacy-protection/${id}`],
  delete: ({ id }, project) => ['DELETE', `/v2/${project}/scm/cert/${id}`],
}

/** The request that asks for a move, as a client sends it. */
export function callFor(move: Move, certificate: CertificateView, project: string, token: string): Call {
  const [method, path, body] = TEMPLATES[move](certificate, project)
  return request(method, path, token, body === undefined ? undefined : JSON.stringify(body, null, 2))
}

/** A request with a token, and with a content type where there is a body. */
export function request(method: string, path: string, token: string, body?: string): Call {
  return {
    method,
    url: location.origin + path,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), 'x-auth-token': token },
    ...(body !== undefined && { body }),
  }
}
