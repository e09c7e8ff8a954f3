import { signal } from '@preact/signals'

/** What a screen reader says, and what is seen for a moment where something went wrong. */
const said = signal({ text: '', isBad: false, number: 0 })
let timer: ReturnType<typeof setTimeout> | undefined

/** Says something to who cannot see it. */
export function announce(text: string, isBad = false): void {
  said.value = { text, isBad, number: said.peek().number + 1 }
  clearTimeout(timer)
  timer = setTimeout(() => (said.value = { text: '', isBad: false, number: 0 }), isBad ? 12_000 : 4_000)
}

/** Does it; a failure is shown, and said. */
export async function attempt(deed: () => Promise<unknown>): Promise<boolean> {
  try {
    await deed()
    return true
  } catch (error) {
    announce((error as Error).message, true)
    return false
  }
}

export function Announcer() {
  const { text, isBad } = said.value
  return (
    <div class={isBad ? 'toast bad' : 'unseen'} role="status" aria-live="polite">
      {text}
    </div>
  )
}
