import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { bind } from '../parts/bind.ts'
import { href } from '../router.ts'
import { project, readWorlds, worlds } from '../state/world.ts'
import { link, useKey } from '../transport.ts'
import { words } from '../words/index.ts'

/** Nothing is here yet: what it is, and what one can do about it. */
export function Empty({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{text}</p>
      {children}
    </div>
  )
}

export function Loading() {
  return (
    <div class="empty" aria-busy="true">
      <p class="faint">{words.value.$loading}</p>
    </div>
  )
}

/** Something is not as it should be: what, and what to do. */
export function Trouble({ title, text, children }: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <div class="trouble">
      <h1>{title}</h1>
      {text && <p>{text}</p>}
      {children}
    </div>
  )
}

/** The worlds that there are, to go to. */
export function Worlds() {
  const others = (worlds.value ?? []).filter(({ project_id }) => project_id !== project.value)
  return (
    <nav aria-label={words.value.$toWorlds} class="worlds">
      {others.slice(0, 12).map(({ project_id, name, account }) => (
        <a key={project_id} href={href('certificates', '', project_id)}>
          {account.name} <small>{name}</small> <code>{project_id.slice(0, 8)}</code>
        </a>
      ))}
    </nav>
  )
}

/** Asks for the admin key, which the tab keeps. */
export function Locked() {
  const w = words.value
  const key = useSignal('')
  const isWrong = useSignal(false)
  const unlock = async (event: Event) => {
    event.preventDefault()
    useKey(key.value)
    await readWorlds().catch(() => (isWrong.value = link.value === 'locked'))
  }
  return (
    <Trouble title={w.$locked} text={w.$lockedText}>
      <form onSubmit={unlock} class="unlock">
        <label>
          {w.$key}
          <input type="password" autoComplete="off" required {...bind(key)} aria-invalid={isWrong.value} />
        </label>
        <button type="submit" class="primary">
          {w.$unlock}
        </button>
        <p class="bad" role="alert">
          {isWrong.value && w.$wrongKey}
        </p>
      </form>
    </Trouble>
  )
}
