import { type Signal, signal, useSignal } from '@preact/signals'
import type { CertificateView } from '../../documents/index.ts'
import { type Call, LANGUAGES, program } from '../calls.ts'
import { bind } from '../parts/bind.ts'
import { Code } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useFound } from '../parts/found.ts'
import { Reply } from '../parts/status.tsx'
import { explain } from '../state/explain.ts'
import { canSign, signed } from '../state/sign.ts'
import { credentialsOf } from '../state/token.ts'
import { project } from '../state/world.ts'
import { ask, pause } from '../transport.ts'
import { words } from '../words/index.ts'
import { Verdict } from './verdict.tsx'

/** The longest reason that the service takes, in characters (user guide). */
const LONGEST = 63

/** The request that is being prepared; a revocation asks for its reason, any other for its body. */
export interface Draft {
  readonly title: string
  readonly call: Call
  /** Revokes this certificate. */
  readonly revokes?: CertificateView
}

export const draft = signal<Draft | null>(null)

interface Answer {
  readonly status: number | null
  readonly body: string
  readonly reason: string
}

export function CallDialog() {
  return draft.value && <Prepared key={draft.value.call.url} {...draft.value} />
}

function Prepared({ title, call: first, revokes }: Draft) {
  const w = words.value
  const path = useSignal(first.url.replace(location.origin, ''))
  const body = useSignal(first.body ?? '')
  const reason = useSignal('')
  const isSending = useSignal(false)
  const answer = useSignal<Answer | null>(null)
  const text = revokes ? JSON.stringify({ reason: reason.value }) : body.value
  const hasBody = first.body !== undefined
  const isSigned = useSignal(false)
  const key = useFound(() => credentialsOf(project.value), [])?.access_key
  const plain: Call = { ...first, url: location.origin + path.value, ...(hasBody && { body: text }) }
  const prepare = async () => (isSigned.value && key ? signed(plain, key) : plain)
  const inputs = [text, path.value, isSigned.value, answer.value]
  const call = useFound(prepare, inputs) ?? plain

  // Told while one types.
  const explanation = useFound(async () => {
    await pause(60)
    return explain(project.value, await prepare())
  }, inputs)

  const send = async (event: Event) => {
    event.preventDefault()
    if (isSending.value) return
    isSending.value = true
    answer.value = await transmit(await prepare())
    isSending.value = false
  }

  return (
    <Dialog title={title} isWide close={() => (draft.value = null)}>
      <form onSubmit={send}>
        {revokes ? (
          <>
            <p class="subject">
              <strong>{revokes.name || w.$unnamed}</strong> {revokes.domain} <code>{revokes.id}</code>
            </p>
            <Reason text={reason} />
            <p class="note warn">{w.$final}</p>
          </>
        ) : (
          <>
            <label>
              {w.$pathLabel}
              <span class="joined">
                <b>{first.method}</b>
                <input class="mono" {...bind(path)} />
              </span>
            </label>
            {hasBody && (
              <label>
                {w.$body}
                <textarea class="mono" rows={Math.min(12, body.value.split('\n').length + 1)} {...bind(body)} />
              </label>
            )}
          </>
        )}
        <fieldset class="tabs" aria-label={w.$credentials}>
          {[false, true].map((one) => (
            <button
              key={w.$ways[Number(one)]}
              type="button"
              aria-pressed={one === isSigned.value}
              disabled={one && !(canSign && key)}
              onClick={() => (isSigned.value = one)}
            >
              {w.$ways[Number(one)]}
            </button>
          ))}
          <small>{!canSign ? w.$cannotSign : isSigned.value && w.$signedText}</small>
        </fieldset>
        <Verdict explanation={explanation} />
        <div class="actions">
          <button type="submit" class={revokes ? 'danger' : 'primary'} disabled={isSending.value}>
            {isSending.value ? w.$sending : revokes ? w.$confirmRevoke : w.$sendIt}
          </button>
          <span class="mono faint">
            {call.method} {path.value}
          </span>
        </div>
      </form>
      {answer.value && <Answered {...answer.value} />}
      <SameCall call={call} />
    </Dialog>
  )
}

/** Sends a request as any client does; no status where no answer came. */
async function transmit({ url, body, ...init }: Call): Promise<Answer> {
  try {
    const reply = await fetch(url, { ...init, cache: 'no-store', ...(body !== undefined && { body }) })
    return { status: reply.status, body: await reply.text(), reason: reply.headers.get('x-emulator-reason') ?? '' }
  } catch {
    // A fault may have cut the connection, or the server is gone: the link says which.
    await ask('/_emulator/health').catch(() => undefined)
    return { status: null, body: '', reason: words.value.$dropped }
  }
}

function Reason({ text }: { text: Signal<string> }) {
  const w = words.value
  // As the service counts: code points, not the units of UTF-16.
  const count = [...text.value].length
  return (
    <label>
      {w.$reason}
      <textarea rows={2} {...bind(text)} placeholder={w.$reasonHint} aria-describedby="count" />
      <span id="count" class={count > LONGEST ? 'counter bad' : 'counter'}>
        {w.$characters(count, LONGEST)}
        {count > LONGEST && ` – ${w.$tooLong(count - LONGEST)}`}
      </span>
    </label>
  )
}

function Answered({ status, body, reason }: Answer) {
  const w = words.value
  return (
    <section class="answer" aria-live="polite">
      <h3>
        {w.$answer} <Reply status={status} />
      </h3>
      {reason && <p class="why">{reason}</p>}
      {body && <pre>{body}</pre>}
    </section>
  )
}

/** The same request as a program, in each language. */
export function SameCall({ call }: { call: Call }) {
  const w = words.value
  const language = useSignal<(typeof LANGUAGES)[number]>('curl')
  return (
    <section>
      <h3>{w.$sameCall}</h3>
      <fieldset class="tabs" aria-label={w.$sameCall}>
        {LANGUAGES.map((one) => (
          <button key={one} type="button" aria-pressed={one === language.value} onClick={() => (language.value = one)}>
            {one}
          </button>
        ))}
      </fieldset>
      <Code text={program(language.value, call)} />
    </section>
  )
}
