/** A request that is asked without a socket. */
export interface InjectRequest {
  /** `GET` unless given. */
  method?: string
  /** A path, with its query where it has one. */
  url: string
  headers?: Record<string, string | number | string[] | undefined>
  query?: string | Record<string, string | string[]>
  /** Text and bytes go as they are, anything else as JSON with its content type. */
  payload?: string | object
}

/** What was answered. */
export interface InjectReply {
  statusCode: number
  headers: Record<string, string | number | string[] | undefined>
  /** The body as text. */
  payload: string
  /** The same. */
  body: string
  /** The body as it was sent. */
  rawPayload: Uint8Array
  /** The body as JSON. @throws SyntaxError where it is none */
  // biome-ignore lint/suspicious/noExplicitAny: whoever asks knows what it is, and says so by what they read from it
  json<T = any>(): T
}
