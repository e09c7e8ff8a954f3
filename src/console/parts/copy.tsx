import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { words } from '../words/index.ts'
import { announce } from './announce.tsx'

/** Copies a text. Where the browser has no clipboard (no secure context), the text is selected from a field instead. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const isDone = useSignal(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      const field = document.createElement('textarea')
      field.value = text
      document.body.append(field)
      field.select()
      document.execCommand('copy')
      field.remove()
    }
    announce(words.value.$copied)
    isDone.value = true
    setTimeout(() => (isDone.value = false), 1500)
  }
  return (
    <button type="button" class="small" onClick={copy}>
      {isDone.value ? `✓ ${words.value.$copied}` : (label ?? words.value.$copy)}
    </button>
  )
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text]))
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

/** A text as it is, to copy. */
export function Code({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="code">
      <pre>{text}</pre>
      <div class="actions">
        <Copy text={text} />
        {children}
      </div>
    </div>
  )
}
