/** Which requests: every field that is given must be equal. */
export interface RequestFilter {
  operation?: string
  certificate_id?: string
  method?: string
  path?: string
  user?: string
  request_id?: string
  status?: number
  error_code?: string | null
  /** The fault's number. */
  fault?: number | null
  dropped?: boolean
}

/** A journal entry as people see it: secrets are left out, bodies are text. */
export interface RequestView {
  id: number
  /** By the world's clock. */
  at: string
  method: string
  path: string
  query: string
  /** Null where no API is published at the path. */
  operation: string | null
  certificate_id: string | null
  user: string | null
  request_id: string
  /** Null where the connection was cut before there was a reply. */
  status: number | null
  error_code: string | null
  /** Why it was refused, or what was let pass although it is not right. */
  reason: string | null
  fault: number | null
  dropped: boolean
  /** In milliseconds. */
  duration: number
  request: { headers: Record<string, string>; body: string }
  response: { headers: Record<string, string>; body: string }
}

/** What must be true of a world's requests. Without a number: at least once. */
export interface Expectation extends RequestFilter {
  /** Exactly. */
  times?: number
  at_least?: number
  at_most?: number
  /** These requests, in this order; others may come between. Goes without other filters. */
  sequence?: RequestFilter[]
  /** No fault is left unused. */
  faults_used?: true
}

/** Whether it was true. */
export interface Verdict {
  verified: boolean
  /** How many requests matched. */
  count: number
  /** One sentence: what was expected, and what there was. */
  message: string
  /** Where it failed: the request that came nearest, and why it did not match. */
  nearest?: { request: RequestView; differences: string[] }
}
