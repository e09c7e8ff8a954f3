/** Every document as a type: what users of the library and of its client see. Nothing here runs. */

export type * from './case.ts'
export type * from './certificate.ts'
export type * from './clock.ts'
export type {
  Contents,
  CsrDocument,
  FaultState,
  PushDocument,
  TagDocument,
  UploadDocument,
  WindowState,
} from './contents.ts'
export type * from './coverage.ts'
export type * from './created.ts'
export type * from './event.ts'
export type * from './expectation.ts'
export type * from './explain.ts'
export type * from './fault.ts'
export type * from './finding.ts'
export type * from './request.ts'
export type * from './review.ts'
export type * from './settings.ts'
export type * from './snapshot.ts'
export type * from './user.ts'
export type * from './world.ts'
export type * from './x509.ts'
