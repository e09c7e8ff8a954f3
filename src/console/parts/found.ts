import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/**
 * What an asynchronous search finds; null until then, and where it fails. It is made again where one of `inputs` has
 * changed, and what an older one still finds is dropped.
 */
export function useFound<T>(find: () => Promise<T>, inputs: readonly unknown[]): T | null {
  const found = useSignal<T | null>(null)
  useEffect(() => {
    let isOld = false
    const keep = (value: T | null) => {
      if (!isOld) found.value = value
    }
    find().then(keep, () => keep(null))
    return () => {
      isOld = true
    }
  }, inputs)
  return found.value
}
