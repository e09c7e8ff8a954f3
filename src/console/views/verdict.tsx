import { Reply } from '../parts/status.tsx'
import { type Explanation, refusal } from '../state/explain.ts'
import { words } from '../words/index.ts'
import { moment } from '../words/time.ts'

/** What the service would answer, which rule decides, and what would change. */
export function Verdict({ explanation }: { explanation: Explanation | undefined }) {
  const w = words.value
  if (!explanation) return <p class="note">{w.wouldEmpty}</p>
  const refused = refusal(explanation)
  const passed = explanation.rules.filter(({ outcome }) => outcome === 'passed').length
  return (
    <section class="verdict" aria-live="polite">
      <h3>
        {w.would} <Reply status={explanation.status} />
      </h3>
      <ul class="rules">
        <li class="passed">{w.passed(passed)}</li>
        {refused && (
          <li class="refused">
            <span lang="en">{refused.reason}</span> <small>{refused.source}</small>
          </li>
        )}
        <li class="effect">
          {explanation.effect?.moves?.length
            ? explanation.effect.moves.map(({ from, to, at }) => (
                <span key={`${from}${to}`}>
                  {from} → {to} {at && <small>{moment(at)}</small>}{' '}
                </span>
              ))
            : w.noEffect}
        </li>
      </ul>
    </section>
  )
}
