import type { CoverageReport } from '../../documents/index.ts'
import { Copy } from '../parts/copy.tsx'
import { useFound } from '../parts/found.ts'
import { requests } from '../state/journal.ts'
import { project } from '../state/world.ts'
import { call, pause } from '../transport.ts'
import { words } from '../words/index.ts'
import { Loading } from './states.tsx'

/** Which answers clients have met, of those that the contract promises; what was not met comes with a call that provokes it. */
export function Coverage() {
  const w = words.value
  const report = useFound(async () => {
    await pause(200)
    return call<CoverageReport>('GET', `/worlds/${project.value}/coverage`)
  }, [requests.value.at(-1)?.id, project.value])
  if (!report) return <Loading />
  const { percent, met, of, operations } = report
  return (
    <>
      <div class="bar">
        <h1>
          {w.$views.coverage} {percent} %
        </h1>
        <span class="faint">
          {met} / {of}
        </span>
      </div>
      <p class="note">{w.$coverageText}</p>
      <ul class="cards">
        {operations
          .toSorted((a, b) => b.met - a.met)
          .map(({ operation, met, of, answers }) => (
            <li key={operation} class="card coverage">
              <details>
                <summary>
                  <b>{operation}</b> <progress max={of} value={met} aria-label={operation} />
                  <span class="faint">
                    {met} / {of}
                  </span>
                </summary>
                <dl class="fields">
                  {answers.map(({ status, code, when, count, provoke }) => (
                    <div key={`${status}${code}${when}`}>
                      <dt class={count > 0 ? 'good' : ''}>
                        {count > 0 ? `✓ ${count}×` : '○'} {status ?? w.$cut} {code}
                      </dt>
                      <dd lang="en">
                        {when} {count === 0 && <Copy text={provoke} label={w.$copyCall} />}
                      </dd>
                    </div>
                  ))}
                </dl>
              </details>
            </li>
          ))}
      </ul>
    </>
  )
}
