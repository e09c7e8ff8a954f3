import type { Static, TSchema } from 'typebox'

/** A type with its fields spelt out, whichever way it was put together. */
type Flat<T> = T extends object ? { -readonly [Field in keyof T]: Flat<T[Field]> } : T

type IsSame<A, B> = (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2 ? true : false

/**
 * Holds a schema to the interface beside it: the compiler refuses one that takes more, less or something else. The
 * interface is what an editor shows, and what users read without TypeBox; the schema is what checks at run time.
 *
 * @example export const ClockState = schema<ClockState>()(Type.Object({ now: Instant, frozen: Type.Boolean() }))
 */
export function schema<T>() {
  return <Schema extends TSchema>(
    written: Schema &
      (IsSame<Static<Schema>, T> extends true ? unknown : { 'the schema is not the type': [Static<Schema>, T] }),
  ): Schema => written
}
