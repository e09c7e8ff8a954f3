import type { ComponentChildren } from 'preact'

/** A line of a list of fields; one without a value is left out. */
export function Field({ name, children }: { name: string; children?: ComponentChildren }) {
  if (children === null || children === '') return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
