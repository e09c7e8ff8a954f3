/** The options of an emulator; those of the command line, in camelCase. */
export interface Options {
  /** Address to listen on; `127.0.0.1` unless given. */
  host?: string
  /** 0 picks a free port; so does the library unless told. */
  port?: number
  /** Database file. */
  db?: string
  /** Keep nothing; so does the library unless `db` is given. */
  inMemory?: boolean
  /** A file with worlds to load into an empty database, the demo world unless given; `none` for none. */
  fixtures?: string
  /** `off` accepts any caller as the project in the path. */
  auth?: 'enforce' | 'off'
  /** How the CA reviews in new worlds: `immediate`, a duration such as `2s`, `reads:3`, or `manual`. */
  review?: string
  /** Refuse the trailing comma that the vendor's sample has. */
  strictJson?: boolean
  /** When set, control calls need it in `x-emulator-key`. */
  adminKey?: string
  /** Level of the log; the library is `silent` unless told. */
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** The process stops when its standard input ends: whoever started it is gone. The library does not look at it. */
  stopOnEof?: boolean
}
