/** What must be so before an operation's example can succeed. */
export interface Setting {
  /** Values of parameters; `body`, in base64, and its `type`, where it is not JSON. */
  readonly values?: Readonly<Record<string, string>>
  /** Asks the server; the values that come of it. */
  before?(ask: (method: string, path: string, body?: unknown) => Promise<any>): Promise<Record<string, string>>
}

export const SETTINGS: Readonly<Record<string, Setting>> = {}
