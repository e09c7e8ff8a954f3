import type { ComponentChildren } from 'preact'
import { Copy } from '../parts/copy.tsx'
import { go, href, place, VIEWS } from '../router.ts'
import { desk } from '../state/due.ts'
import { requests } from '../state/journal.ts'
import { switchLanguage, switchTheme, theme } from '../state/preferences.ts'
import { certificates, faults, project, readWorlds, worlds } from '../state/world.ts'
import { link } from '../transport.ts'
import { words } from '../words/index.ts'
import { Clock } from './clock.tsx'

/** What every view stands in: the world, its clock, the ways to other views, and the band that says what this is. */
export function Frame({ children }: { children: ComponentChildren }) {
  const w = words.value
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        {w.$skip}
      </button>
      <header class="top">
        <a class="brand" href={href('certificates')}>
          scm-emulator
        </a>
        <Chooser />
        <Clock />
        <div class="ways">
          <button
            type="button"
            class="quiet"
            lang={w.$switchLanguage === '中文' ? 'zh-CN' : 'en'}
            onClick={switchLanguage}
          >
            {w.$switchLanguage}
          </button>
          <button
            type="button"
            class="quiet icon"
            aria-label={theme.value === 'dark' ? w.$light : w.$dark}
            title={theme.value === 'dark' ? w.$light : w.$dark}
            onClick={switchTheme}
          >
            <span aria-hidden="true">◐</span>
          </button>
        </div>
      </header>
      <Ways />
      {children}
      <footer class="band">
        <strong>{w.$band}</strong> <span>{w.$bandText}</span>
      </footer>
      {link.value === 'lost' && (
        <div class="lost" role="alert">
          {w.$lost}
        </div>
      )}
    </>
  )
}

/** The address has a hash of its own, so the focus is moved by hand. */
function skip(): void {
  document.querySelector<HTMLElement>('#main')?.focus()
}

function Chooser() {
  const w = words.value
  return (
    <select
      class="chooser"
      aria-label={w.$chooseWorld}
      value={project.value}
      onFocus={() => readWorlds().catch(() => undefined)}
      onChange={({ currentTarget }) => go('certificates', '', currentTarget.value)}
    >
      {(worlds.value ?? []).map(({ project_id, name, account }) => (
        <option key={project_id} value={project_id}>
          {account.name} · {name} · {project_id.slice(0, 6)}
        </option>
      ))}
    </select>
  )
}

function Ways() {
  const w = words.value
  const counts: Partial<Record<(typeof VIEWS)[number], number>> = {
    certificates: certificates.value?.length ?? 0,
    desk: desk.value.length,
    requests: requests.value.length,
    faults: faults.value.filter(({ times, used }) => times === undefined || used < times).length,
  }
  return (
    <nav class="views" aria-label={w.$navigation}>
      {VIEWS.map((view) => (
        <a key={view} href={href(view)} aria-current={place.value.view === view ? 'page' : undefined}>
          {w.$views[view]}
          {!!counts[view] && <span class={`count ${view}`}>{counts[view]}</span>}
        </a>
      ))}
      <a href="/docs/" class="docs">
        {w.$api} ↗
      </a>
    </nav>
  )
}

/** Where clients send their requests. */
export function Address() {
  return (
    <p class="address">
      <code>{location.origin}</code> <Copy text={location.origin} />
    </p>
  )
}
