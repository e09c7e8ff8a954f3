import type { FailedAssertion } from '../../documents/index.ts'
import { Field } from '../parts/field.tsx'
import { href } from '../router.ts'
import { failures } from '../state/journal.ts'
import { words } from '../words/index.ts'
import { time } from '../words/time.ts'

/** The assertions that failed; of one request, those that it came closest to. The newest first. */
export function Misses({ of }: { of?: number }) {
  const w = words.value
  const found = failures.value.filter(({ nearest }) => !of || nearest?.request === of).reverse()
  if (found.length === 0) return null
  return (
    <details class="panel misses" open={!!of}>
      <summary>
        {w.$misses} ({found.length})
      </summary>
      {found.map((miss) => (
        <Miss key={miss.id} {...miss} isLinked={!of} />
      ))}
    </details>
  )
}

function Miss({ at, message, nearest, isLinked }: FailedAssertion & { isLinked: boolean }) {
  const w = words.value
  return (
    <section>
      <p>
        <time class="mono faint">{time(at)}</time> <span lang="en">{message}</span>
      </p>
      {nearest && (
        <>
          {isLinked && (
            <p>
              {w.$closest}{' '}
              <a href={href('requests', String(nearest.request))}>
                {w.$request} {nearest.request}
              </a>
            </p>
          )}
          <dl class="fields">
            {nearest.differences.map(({ field, expected, actual, message }) => (
              <Field key={field} name={field}>
                <b class="bad">{String(actual)}</b> {w.$insteadOf(String(expected))}{' '}
                <small lang="en">{message.split(': ').slice(1).join(': ')}</small>
              </Field>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}
