import { Type } from 'typebox'
import { wallClock } from '../../domain/clock.ts'
import { milliseconds } from '../../domain/duration.ts'
import type { Case, Key } from '../case.ts'
import { get, revoke, shapeOf, v2 } from './paths.ts'

/** Nobody's: what a real key looks like, and none. */
const STRANGER: Key = { ak: 'SCMEMULATORPROBE0000', sk: 'nobodysSecretKey00000000000000000000000' }
const UNKNOWN_PROJECT = 'f'.repeat(32)
/** More than the 15 minutes that a signature may be off. */
const OFF = milliseconds('20m')

const text = Type.String()
const Projects = Type.Object({
  projects: Type.Array(Type.Object({ id: text, name: text, domain_id: text, enabled: Type.Boolean() })),
  links: Type.Object({ self: text }),
})
const Domains = Type.Object({
  domains: Type.Array(Type.Object({ id: text, name: text, enabled: Type.Boolean() })),
  links: Type.Object({ self: text }),
})

/** Who asks, and for which project. What would be a revoke names a certificate that does not exist. */
export const identity: readonly Case[] = [
  {
    id: 'credentials-none',
    title: 'neither a token nor a signature',
    ask: (subject) => revoke(subject, { as: 'nobody' }),
    expect: { rule: 'credentials_missing', detail: 'x-auth-token not found' },
  },
  {
    id: 'token-nonsense',
    title: 'a token that nobody issued',
    ask: (subject) => revoke(subject, { as: { token: 'scm-emulator-probe-nonsense' } }),
    expect: { rule: 'token_unknown', detail: 'decrypt token fail' },
  },
  {
    id: 'authorization-malformed',
    title: 'an Authorization header that is no signature',
    ask: (subject) => revoke(subject, { as: { authorization: 'Basic c2NtOnByb2Jl' } }),
    expect: { rule: 'authorization_malformed' },
  },
  {
    id: 'authorization-beside-token',
    title: 'the same beside a good token: the signature decides',
    needs: ['token'],
    ask: (subject) => revoke(subject, { as: { authorization: 'Basic c2NtOnByb2Jl', token: subject.token ?? '' } }),
    expect: { rule: 'authorization_malformed', source: 'assumed' },
  },
  {
    id: 'key-unknown',
    title: 'an access key that nobody has',
    ask: (subject) => revoke(subject, { as: { key: STRANGER } }),
    expect: { rule: 'access_key_unknown', detail: 'Unauthorized' },
  },
  skewed('signature-old', 'a signature whose date is 20 minutes ago', -OFF),
  skewed('signature-early', 'a signature whose date is 20 minutes ahead', OFF),
  {
    id: 'signature-wrong',
    title: 'a signature made with another secret',
    needs: ['key'],
    ask: (subject) => revoke(subject, { as: { key: { ak: subject.key?.ak ?? '', sk: STRANGER.sk } } }),
    expect: {
      rule: 'signature_mismatch',
      detail: ({ canonical }) => `verify aksk signature fail, canonicalRequest:${canonical.replaceAll('\n', '|')}`,
    },
  },
  {
    id: 'signature',
    title: 'a signature, over a query that needs sorting and encoding',
    needs: ['key'],
    ask: (subject) =>
      get(v2(subject, 'certlist?sort_dir=ASC&limit=10&content=a%20b'), { as: { key: subject.key ?? STRANGER } }),
    expect: { shape: shapeOf('v2', 'ListCertificates'), source: 'documented' },
  },
  {
    id: 'project-unknown',
    title: 'a project that nobody has',
    ask: (subject) => revoke({ ...subject, project: UNKNOWN_PROJECT }),
    expect: { rule: 'project_unknown' },
  },
  {
    id: 'project-foreign',
    title: "another's project",
    needs: ['other'],
    ask: (subject) => revoke({ ...subject, project: subject.other ?? '' }),
    expect: { rule: 'project_foreign' },
  },
  {
    id: 'iam-projects',
    title: "IAM: the caller's projects",
    ask: () => get('/v3/projects', { iam: true }),
    expect: { shape: Projects, source: 'documented' },
  },
  {
    id: 'iam-domains',
    title: "IAM: the caller's account",
    ask: () => get('/v3/auth/domains', { iam: true }),
    expect: { shape: Domains, source: 'documented' },
  },
  {
    id: 'iam-token-nonsense',
    title: 'IAM: what is behind a token that nobody issued',
    ask: () => get('/v3/auth/tokens', { iam: true, headers: { 'x-subject-token': 'scm-emulator-probe-nonsense' } }),
    expect: { rule: 'iam_subject' },
  },
]

/** @param off how far the date is off the wall clock, in milliseconds */
function skewed(id: string, title: string, off: number): Case {
  return {
    id,
    title,
    needs: ['key'],
    ask: (subject) => revoke(subject, { as: { key: subject.key ?? STRANGER, date: wallClock() + off } }),
    expect: { rule: 'signature_expired', detail: 'calc ak sk signature fail:signature expired' },
  }
}
