/// <reference lib="esnext.disposable" preserve="true" />

import type { InjectReply, InjectRequest } from './inject.ts'
import type { Control } from './verbs.ts'

/** An emulator in this process. It ends with `close()`, or with the block of an `await using`. */
export interface Emulator extends Control, AsyncDisposable {
  /** Asks without a socket. A text is the path of a `GET`. */
  inject(request: InjectRequest | string): Promise<InjectReply>
  /**
   * Answers what is under way and closes the database.
   *
   * @param options `faultsUsed` rejects, once closed, where a fault was left unused
   */
  close(options?: { faultsUsed?: boolean }): Promise<void>
}

/** An emulator that listens. */
export interface RunningEmulator extends Emulator {
  /** Its address, e.g. `http://127.0.0.1:49152`. */
  readonly url: string
}
