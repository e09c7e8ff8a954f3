import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { requests } from '../state/journal.ts'
import { project } from '../state/world.ts'
import { call, Failure } from '../transport.ts'
import { words } from '../words/index.ts'
import { Empty, Loading } from './states.tsx'

interface Met {
  readonly status?: number | string | null
  readonly code?: string | null
  readonly count: number
}
interface Row {
  readonly operation: string
  readonly answers: readonly Met[]
}
interface Report {
  readonly operations: readonly Row[]
}

/** Which answers clients have met, of those that the contract promises: a square each. */
export function Coverage() {
  const w = words.value
  const report = useSignal<Report | null | 'none'>(null)
  const newest = requests.value.at(-1)?.id
  useEffect(() => {
    const timer = setTimeout(() => {
      call<Report>('GET', `/worlds/${project.value}/coverage`)
        .then((found) => (report.value = found))
        .catch((error) => {
          if (error instanceof Failure && error.status === 404) report.value = 'none'
        })
    }, 200)
    return () => clearTimeout(timer)
  }, [newest, project.value])
  if (!report.value) return <Loading />
  if (report.value === 'none') return <Empty text={w.noCoverage} />
  return (
    <>
      <div class="bar">
        <h1>{w.views.coverage}</h1>
      </div>
      <p class="note">{w.coverageText}</p>
      <div class="scroll">
        {report.value.operations.map(({ operation, answers }) => {
          const met = answers.filter(({ count }) => count > 0).length
          return (
            <div key={operation} class="coverage">
              <b>{operation}</b>
              <progress max={answers.length} value={met} aria-label={operation} />
              <span class="faint">
                {met} / {answers.length}
              </span>
              <ul>
                {answers.map(({ status, code, count }) => (
                  <li key={`${status}${code}`} class={count > 0 ? 'good' : ''}>
                    {status} {code} <span class="unseen">{count > 0 ? w.met : w.notMet}</span>
                  </li>
                ))}
              </ul>
            </div>
          )
        })}
      </div>
    </>
  )
}
