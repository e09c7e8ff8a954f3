import type { Source } from './errors.ts'

/** Something that the service accepts although it breaks the contract: it works by luck. */
export interface Finding {
  /** What was sent, in one sentence. */
  readonly found: string
  /** What can go wrong with it one day. */
  readonly harm: string
  /** How it is known that the contract wants it otherwise. */
  readonly source: Source
}

/**
 * What clients do that only happens to work. A finding is noted in the journal's entry and never shows in a reply; tests
 * ask for it with `verify({ findings: 0 })`.
 */
export const FINDINGS = {
  trailing_comma: {
    found: 'the JSON body has a comma before its last brace',
    harm: "the vendor's own sample has it, but no JSON parser has to take it",
    source: 'documented',
  },
  unknown_field: {
    found: 'the body has a field that the operation does not take',
    harm: 'it is ignored: a misspelt optional field goes unnoticed',
    source: 'documented',
  },
  unknown_parameter: {
    found: 'the query has a parameter that the operation does not take',
    harm: 'it is ignored: a misspelt filter returns everything',
    source: 'documented',
  },
  duplicate_key: {
    found: 'a key stands in the JSON body twice',
    harm: 'the last one wins here; which one wins elsewhere is not defined (RFC 8259, 4)',
    source: 'documented',
  },
  content_type_missing: {
    found: 'a body is sent without a Content-Type',
    harm: 'application/json is the documented default, but proxies and libraries on the way may add another',
    source: 'documented',
  },
  content_type_wrong: {
    found: 'a body that nobody reads is sent with a Content-Type other than JSON',
    harm: 'it is ignored today; an operation that begins to read its body would refuse it',
    source: 'assumed',
  },
  charset: {
    found: 'the Content-Type names a character set other than UTF-8',
    harm: 'the body is read as UTF-8 all the same (RFC 8259, 8.1)',
    source: 'documented',
  },
  unread_body: {
    found: 'a body is sent with a GET or a DELETE',
    harm: 'it is ignored, and some proxies refuse or drop it (RFC 9110, 9.3.1)',
    source: 'documented',
  },
  project_header: {
    found: 'X-Project-Id names another project than the one that is used',
    harm: 'it is ignored here; where it counts, the request would belong to another project',
    source: 'sdk',
  },
  account_header: {
    found: "X-Domain-Id names another account than the caller's",
    harm: 'it is ignored here; for global services it decides whose request it is',
    source: 'sdk',
  },
  both_credentials: {
    found: 'a token and a signature are sent together',
    harm: 'the signature decides, so an expired token, or one of another user, goes unnoticed',
    source: 'assumed',
  },
  unsigned_body: {
    found: 'the signature does not cover the body (UNSIGNED-PAYLOAD)',
    harm: 'whoever is between could change the reason, or the whole request, without being noticed',
    source: 'sdk',
  },
  language: {
    found: 'X-Language is neither en-us nor zh-cn',
    harm: 'the message comes in the default language, whatever was meant',
    source: 'documented',
  },
  lenient_value: {
    found: 'spaces around a value are ignored',
    harm: "the vendor's own sample has one, but that it is taken is documented nowhere",
    source: 'documented',
  },
  repeated_revoke: {
    found: 'a certificate is revoked again whose revocation had succeeded',
    harm: 'the client did not notice that it had succeeded: a retry must treat SCM.0010 of a REVOKING or REVOKED certificate as success',
    source: 'documented',
  },
} as const satisfies Record<string, Finding>

export type FindingName = keyof typeof FINDINGS

/** Whether this is the name of a finding. */
export function isFinding(name: string | undefined): name is FindingName {
  return name !== undefined && Object.hasOwn(FINDINGS, name)
}
