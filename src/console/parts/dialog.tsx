import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { words } from '../words/index.ts'

/** A dialog that keeps the focus while it is open, and gives it back. */
export function Dialog({
  title,
  close,
  isWide = false,
  children,
}: {
  title: string
  close: () => void
  isWide?: boolean
  children: ComponentChildren
}) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => element.current?.showModal(), [])
  return (
    <dialog ref={element} class={isWide ? 'wide' : ''} aria-labelledby="dialog-title" onClose={close}>
      <header>
        <h2 id="dialog-title">{title}</h2>
        <button
          type="button"
          class="quiet icon"
          aria-label={words.value.$close}
          onClick={() => element.current?.close()}
        >
          ✕
        </button>
      </header>
      {children}
    </dialog>
  )
}
