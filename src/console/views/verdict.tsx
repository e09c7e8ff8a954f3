import type { Explanation } from '../../documents/index.ts'
import { Reply } from '../parts/status.tsx'
import { refusal } from '../state/explain.ts'
import { words } from '../words/index.ts'
import { moment } from '../words/time.ts'

/** What the service would answer, which rule decides, and what would change. */
export function Verdict({ explanation }: { explanation: Explanation | null }) {
  const w = words.value
  if (!explanation) return null
  const { status, rules, effect, fault } = explanation
  const refused = refusal(explanation)
  const passed = rules.filter(({ outcome }) => outcome === 'passed')
  return (
    <section class="verdict" aria-live="polite">
      <h3>
        {w.$would} <Reply status={status} />
      </h3>
      <ul class="rules">
        <li class="passed">
          <details>
            <summary>{w.$passed(passed.length)}</summary>
            <Rules rules={passed} />
          </details>
        </li>
        {refused && (
          <li class="refused">
            <Rule {...refused} />
          </li>
        )}
        {fault !== null && <li class="finding">{w.$faultActed(fault)}</li>}
        {effect?.moves.map(({ from, to, at }) => (
          <li key={at + to}>
            <span>
              <b class="mono">
                {from ?? '∅'} → {to ?? '∅'}
              </b>{' '}
              <small>{moment(at)}</small>
            </span>
          </li>
        ))}
        {effect?.crl && (
          <li>
            <span>
              OCSP, CRL: <b class="mono">{effect.crl.reason}</b> <small>{moment(effect.crl.published_at)}</small>
            </span>
          </li>
        )}
        {!effect && <li>{w.$noEffect}</li>}
      </ul>
    </section>
  )
}

interface Told {
  readonly reason: string
  readonly source: string
}

/** A rule in the server's words, and where it is known from. */
export function Rule({ reason, source }: Told) {
  return (
    <span lang="en">
      {reason} <small>{source}</small>
    </span>
  )
}

export function Rules({ rules }: { rules: readonly Told[] }) {
  return (
    <ol class="rules">
      {rules.map((rule) => (
        <li key={rule.reason} class="passed">
          <Rule {...rule} />
        </li>
      ))}
    </ol>
  )
}
