import type { Case } from '../documents/case.ts'
import type { CertificateDocument, CertificateView } from '../documents/certificate.ts'
import type { ClockState } from '../documents/clock.ts'
import type { CoverageReport } from '../documents/coverage.ts'
import type { CreatedWorld } from '../documents/created.ts'
import type { EventView } from '../documents/event.ts'
import type { Expectation, Verdict } from '../documents/expectation.ts'
import type { ExplainDocument, Explanation } from '../documents/explain.ts'
import type { FaultDocument, FaultView } from '../documents/fault.ts'
import type { FindingView } from '../documents/finding.ts'
import type { RequestFilter, RequestView } from '../documents/request.ts'
import type { WorldSettings } from '../documents/settings.ts'
import type { WorldChange, WorldDocument } from '../documents/world.ts'
import type { Status } from '../domain/certificate.ts'

/** What can be done to all worlds of an emulator. Every call rejects with a `ControlError` where it is refused. */
export interface Control {
  /** Makes a world. */
  createWorld(document?: WorldDocument): Promise<World>
  /** Makes a world that is in the state of a case, journal and all; nothing is made where the case is refused. */
  loadWorld(document: Case): Promise<World>
  /** A world that is there. */
  world(project_id: string): WorldHandle
  worlds(): Promise<WorldSettings[]>
  /** Which answers of the contract clients have met since the start, in all worlds, those that are gone included. */
  coverage(operations?: readonly string[]): Promise<CoverageReport>
  clearCoverage(): Promise<void>
}

/** A world that was just made: what a client of it needs to start, and what can be done to it. */
export type World = WorldHandle & Omit<CreatedWorld, keyof WorldHandle>

/** What can be done to one world. */
export interface WorldHandle {
  project_id: string
  settings(): Promise<WorldSettings>
  /** Changes settings and users; whoever gets another password, key or policies loses the tokens that IAM gave them. */
  update(change: WorldChange): Promise<WorldSettings>
  /** Back to how it was made, at the present time. */
  reset(): Promise<WorldSettings>
  delete(): Promise<void>
  clock: {
    read(): Promise<ClockState>
    /** Sets the clock; going back undoes nothing. */
    set(change: { now?: string; frozen?: boolean }): Promise<ClockState>
    /** Stops it, at an instant where one is given. */
    freeze(now?: string): Promise<ClockState>
    run(): Promise<ClockState>
    /** Moves it forward by a duration such as `31d`. */
    advance(by: string): Promise<ClockState>
  }
  /** Places a certificate in any status. */
  place(document?: CertificateDocument): Promise<CertificateView>
  certificate(id: string): Promise<CertificateView>
  listCertificates(): Promise<CertificateView[]>
  /** Changes fields of a certificate, whatever its status. */
  change(id: string, fields: Omit<CertificateDocument, 'id'>): Promise<CertificateView>
  remove(id: string): Promise<void>
  /** Decides a pending review in the CA's place; the status is null where that ended the certificate. */
  review(id: string, decision: 'approve' | 'reject'): Promise<{ id: string; status: Status | null }>
  faults: {
    add(fault: FaultDocument): Promise<FaultView>
    list(): Promise<FaultView[]>
    change(id: number, fields: FaultDocument): Promise<FaultView>
    /** Removes one fault, or all. */
    remove(id?: number): Promise<void>
  }
  /** The journal, oldest first. */
  requests(filter?: RequestFilter): Promise<RequestView[]>
  /** The journal as a HAR 1.2 document, without secrets. */
  har(): Promise<{ log: { version: string; entries: object[] } }>
  forgetRequests(): Promise<void>
  /** Asserts on the journal; a failed assertion is a verdict, not an error. */
  verify(expectation: Expectation): Promise<Verdict>
  events: {
    /** A page of the audit trail, after the event with this number. */
    list(after?: number, limit?: number): Promise<EventView[]>
    /** The audit trail as it goes on, until the signal aborts or the emulator closes. */
    follow(after?: number, signal?: AbortSignal): AsyncIterable<EventView>
  }
  /** What the service would answer to a request, and why; nothing of it happens. */
  explain(request: ExplainDocument): Promise<Explanation>
  /** What the service accepted in the journal's requests although it breaks the contract. */
  findings(): Promise<FindingView[]>
  /** Which answers of the contract this world's clients have met. */
  coverage(operations?: readonly string[]): Promise<CoverageReport>
  /** A token that never expires, for a user of this world; for the first one unless named. */
  createToken(user?: string): Promise<string>
  /** The world as a document, without its identity. */
  snapshot(): Promise<WorldDocument>
  /** Puts the world into the state of a document; its identity stays. */
  restore(document: WorldDocument): Promise<void>
  /** The world as one file: its snapshot, its journal, and what it takes to make those requests again. */
  save(): Promise<Case>
  /** Puts the world into the state of a case, journal and all; its identity stays. */
  load(document: Case): Promise<void>
}
