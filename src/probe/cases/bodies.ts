import { type Case, NOWHERE, type Request } from '../case.ts'
import { json, revoke } from './paths.ts'

/** The vendor's sample request, with its trailing comma; only the reason is ours. */
const SAMPLE = '{\n    "reason": "probe",\n}'
const LONG = '🔐'.repeat(64)

/** A body, or what else is odd about a request, and what is wrong with it. */
type Odd = readonly [id: string, title: string, change: Partial<Request>]

/** Bodies that are refused. */
export const MISTAKES: readonly Odd[] = [
  ['reason-missing', 'no reason', json({})],
  ['reason-null', 'a reason that is null', json({ reason: null })],
  ['reason-number', 'a reason that is a number', json({ reason: 5 })],
  ['reason-long', 'a reason of 64 characters', json({ reason: LONG })],
]

const MORE_MISTAKES: readonly Odd[] = [
  ['body-none', 'no body', { body: '' }],
  ['body-array', 'a body that is no object', json([{ reason: 'probe' }])],
  ['body-not-json', 'a body in single quotes', { body: "{'reason':'probe'}" }],
  ['body-commas', 'a body with two trailing commas', { body: '{"reason":"probe",,}' }],
  ['body-form', "a body of curl's default type", { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
]

/** Bodies that are accepted. */
const GOOD: readonly Odd[] = [
  ['body-sample', "a body with the trailing comma of the vendor's sample", { body: SAMPLE }],
  ['body-no-type', 'a body without a content type', { headers: {} }],
  ['body-charset', 'a content type with a charset', { headers: { 'content-type': 'application/json;charset=utf8' } }],
  ['body-extra', 'a body with a field that nobody knows', json({ reason: 'probe', probe: 5 })],
  ['reason-empty', 'an empty reason', json({ reason: '' })],
  ['reason-emoji', 'a reason of 63 characters that are 252 bytes', json({ reason: LONG.slice(2) })],
]

/**
 * Revokes of a certificate that does not exist. What is wrong with a body is told before the certificate is looked for
 * (assumed), so a body that is accepted shows in the other answer.
 */
export const bodies: readonly Case[] = [
  ...MISTAKES.concat(MORE_MISTAKES).map(
    ([id, title, change]): Case => ({
      id,
      title: `${title} (to a certificate that does not exist)`,
      ask: (subject) => revoke(subject, change),
      expect: { rule: 'parameter', source: 'assumed' },
    }),
  ),
  ...GOOD.map(
    ([id, title, change]): Case => ({
      id,
      title: `${title}: accepted (to a certificate that does not exist)`,
      ask: (subject) => revoke(subject, change),
      expect: { rule: 'certificate_unknown' },
    }),
  ),
  noId('certificate-id-digits', `${NOWHERE}0`),
  noId('certificate-id-letter', `${NOWHERE}x`),
  {
    id: 'certificate-unknown',
    title: 'a revoke of an id that no certificate has',
    ask: (subject) => revoke(subject),
    expect: { rule: 'certificate_unknown' },
  },
  {
    id: 'language-chinese',
    title: 'the same with X-Language: zh-cn',
    ask: (subject) => revoke(subject, { headers: { 'content-type': 'application/json', 'x-language': 'zh-cn' } }),
    expect: { rule: 'certificate_unknown', language: 'zh-cn' },
  },
  {
    id: 'language-none',
    title: 'the same without X-Language',
    ask: (subject) => revoke(subject, { headers: { 'content-type': 'application/json', 'x-language': '' } }),
    expect: {
      rule: 'certificate_unknown',
      contested: { question: 'language', sides: { 'en-us': {}, 'zh-cn': { language: 'zh-cn' } } },
    },
  },
  {
    id: 'language-english',
    title: 'the same with X-Language: en-us',
    ask: (subject) => revoke(subject, { headers: { 'content-type': 'application/json', 'x-language': 'en-us' } }),
    expect: { rule: 'certificate_unknown' },
  },
]

function noId(name: string, id: string): Case {
  return {
    id: name,
    title: `a revoke of ${id}, which is no certificate id`,
    ask: (subject) => revoke(subject, {}, id),
    expect: { rule: 'certificate_id' },
  }
}
