import { LAST } from './clock.ts'
import { DURATION, milliseconds } from './duration.ts'
import type { Status } from './status.ts'

/** How a world's CA reviews: `immediate`, after a duration, after N reads (`reads:N`), or by hand (`manual`). */
export const REVIEW = `^(?:immediate|manual|reads:[0-9]{1,4}|${DURATION})$`

/** What a CA reviews. */
export const REVIEWED = ['application', 'withdrawal', 'revocation', 'supplement', 'unsubscription', 'purchase'] as const

/** A review under way. The setting is the one that was in force when the request was submitted. */
export interface Review {
  readonly of: (typeof REVIEWED)[number]
  readonly setting: string
  /** When the CA decides; null where it does not decide by time. */
  readonly due: number | null
  /** How often the state is still seen before the CA decides; null where reads do not count. */
  readonly reads: number | null
  /** What the refusal of a withdrawal brings back. */
  readonly before?: { readonly status: Status; readonly review: Review | null }
  /** The domains that a supplement adds, joined with `;`. */
  readonly sans?: string
}

/** When a review that begins at `now` under `setting` is due, and after how many reads. */
export function schedule(setting: string, now: number): Pick<Review, 'setting' | 'due' | 'reads'> {
  if (setting === 'manual') return { setting, due: null, reads: null }
  if (setting === 'immediate') return { setting, due: now, reads: null }
  if (setting.startsWith('reads:')) return { setting, due: null, reads: Number(setting.slice(6)) }
  return { setting, due: Math.min(now + milliseconds(setting), LAST), reads: null }
}
