/** The types of the doors: what users of the library and of its client see. Nothing here runs. */

export type * from '../library/verbs.ts'
export type * from './certificate.ts'
export type * from './event.ts'
export type * from './fault.ts'
export type * from './request.ts'
export type * from './world.ts'
