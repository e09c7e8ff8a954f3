export type * from './documents/index.ts'
export { connect } from './library/connect.ts'
export { ControlError, Unreachable } from './library/control.ts'
export type * from './library/verbs.ts'
