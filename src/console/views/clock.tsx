import { signal, useSignal } from '@preact/signals'
import { attempt } from '../parts/announce.tsx'
import { bind } from '../parts/bind.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Status } from '../parts/status.tsx'
import { advance, isFrozen, now, setClock } from '../state/clock.ts'
import { due } from '../state/due.ts'
import { project, settings } from '../state/world.ts'
import { words } from '../words/index.ts'
import { distance, moment, span } from '../words/time.ts'

const isSetting = signal(false)

/** What is due a moment ago is done by now; a moment is left so that what falls due then has happened. */
const MOMENT = 1

const STEPS = [
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['31d', 31 * 86_400_000],
] as const

/** The world's clock, and a hand on it. */
export function Clock() {
  const w = words.value
  if (!settings.value) return null
  const frozen = isFrozen()
  const [next] = due.value
  return (
    <section class="clock" aria-label={w.$clock}>
      <time dateTime={new Date(now.value).toISOString()}>
        {moment(now.value)} <small>UTC</small>
      </time>
      <button
        type="button"
        class="quiet"
        aria-pressed={frozen}
        title={frozen ? w.$frozen : w.$running}
        onClick={() => attempt(() => setClock(project.value, { frozen: !frozen }))}
      >
        <span class={frozen ? 'sign rest' : 'sign dot'} />
        {frozen ? w.$run : w.$freeze}
      </button>
      <span class="steps">
        {STEPS.map(([by, length]) => (
          <button
            key={by}
            type="button"
            aria-label={w.$forward(span(length))}
            onClick={() => attempt(() => advance(project.value, by))}
          >
            +{span(length)}
          </button>
        ))}
      </span>
      {next && (
        <button
          type="button"
          class="next"
          title={w.$nextDueTitle(next.certificate.name || next.certificate.id)}
          onClick={() => attempt(() => goTo(next.at))}
        >
          {w.$nextDue(next.what, span(next.at - now.value))} <span aria-hidden="true">»</span>
        </button>
      )}
      <button type="button" class="quiet" onClick={() => (isSetting.value = true)}>
        {w.$more}
      </button>
      {isSetting.value && <Setting />}
    </section>
  )
}

const goTo = (at: number) => setClock(project.value, { now: new Date(at + MOMENT).toISOString() })

/** Sets the clock to a date, and tells before what falls due by then. */
function Setting() {
  const w = words.value
  const text = useSignal(moment(now.value).replace(' ', 'T'))
  const at = Date.parse(`${text.value}Z`)
  const coming = due.value.filter((one) => one.at <= at)
  const set = async (event: Event) => {
    event.preventDefault()
    if (await attempt(() => setClock(project.value, { now: new Date(at).toISOString() }))) isSetting.value = false
  }
  const move = (by: number) => {
    text.value = moment((Number.isNaN(at) ? now.value : at) + by).replace(' ', 'T')
  }
  return (
    <Dialog title={w.$clockTitle} close={() => (isSetting.value = false)}>
      <form onSubmit={set}>
        <p class="note">{w.$clockText}</p>
        <label>
          {w.$date}
          <input type="datetime-local" step="1" required {...bind(text)} />
        </label>
        <div class="actions">
          {STEPS.map(([by, length]) => (
            <button key={by} type="button" aria-label={w.$forward(span(length))} onClick={() => move(length)}>
              +{span(length)}
            </button>
          ))}
        </div>
        <p>{w.$falls(coming.length)}</p>
        <ul class="falls">
          {coming.slice(0, 12).map(({ certificate, at, what }) => (
            <li key={certificate.id}>
              <Status status={certificate.status} /> → <b class="mono">{what}</b>{' '}
              <span>{certificate.name || certificate.id}</span> <time class="faint">{distance(at, now.value)}</time>
            </li>
          ))}
        </ul>
        <div class="actions">
          <button type="submit" class="primary">
            {w.$goThere}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
