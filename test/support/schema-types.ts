import type { Config } from '../../src/config.ts'
import type { CertificateView } from '../../src/documents/certificate-view.ts'
import type { CertificateDocument, ReviewDocument, WorldDocument } from '../../src/documents/world-schema.ts'
import type * as seen from '../../src/index.ts'
import type { ClockState } from '../../src/worlds/clock.ts'
import type { CreatedWorld } from '../../src/worlds/create.ts'
import type { EventView } from '../../src/worlds/events.ts'
import type { FaultDocument, FaultView } from '../../src/worlds/faults.ts'
import type { RequestFilter, RequestView } from '../../src/worlds/requests.ts'
import type { WorldSettings } from '../../src/worlds/settings.ts'
import type { WorldChange } from '../../src/worlds/update.ts'
import type { UserDocument } from '../../src/worlds/users.ts'
import type { Expectation, Verdict } from '../../src/worlds/verify.ts'

/**
 * Nothing here runs: `npm run typecheck` fails where a type that users see is not what its schema accepts. The types are
 * written out so that an editor shows their fields, and so that nobody needs TypeBox to read them.
 */
type Flat<T> = T extends object ? { -readonly [Field in keyof T]: Flat<T[Field]> } : T
type Same<A, B> =
  (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2 ? true : [Flat<A>, 'is not', Flat<B>]

export type Checked = [
  Is<Same<Partial<Config>, seen.Options>>,
  Is<Same<WorldDocument, seen.WorldDocument>>,
  Is<Same<WorldChange, seen.WorldChange>>,
  Is<Same<UserDocument, seen.UserDocument>>,
  Is<Same<CertificateDocument, seen.CertificateDocument>>,
  Is<Same<ReviewDocument, seen.ReviewDocument>>,
  Is<Same<FaultDocument, seen.FaultDocument>>,
  Is<Same<RequestFilter, seen.RequestFilter>>,
  Is<Same<Expectation, seen.Expectation>>,
  Is<Same<CreatedWorld, seen.CreatedWorld>>,
  Is<Same<WorldSettings, seen.WorldSettings>>,
  Is<Same<ClockState, seen.ClockState>>,
  Is<Same<CertificateView, seen.CertificateView>>,
  Is<Same<FaultView, seen.FaultView>>,
  Is<Same<RequestView, seen.RequestView>>,
  Is<Same<Verdict, seen.Verdict>>,
  Is<Same<EventView, seen.EventView>>,
]

type Is<T extends true> = T
