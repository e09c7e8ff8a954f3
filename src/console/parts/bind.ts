import type { Signal } from '@preact/signals'

/** Keeps a field and a signal the same. */
export function bind(text: Signal<string>) {
  return {
    value: text.value,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => {
      text.value = currentTarget.value
    },
  }
}
