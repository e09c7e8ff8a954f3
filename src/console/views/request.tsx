import type { RequestPage } from '../../documents/index.ts'
import { program } from '../calls.ts'
import { Copy } from '../parts/copy.tsx'
import { Field } from '../parts/field.tsx'
import { useFound } from '../parts/found.ts'
import { Reply } from '../parts/status.tsx'
import { href } from '../router.ts'
import { readFindings, readRules } from '../state/catalogue.ts'
import { requests } from '../state/journal.ts'
import { request as withToken } from '../state/moves.ts'
import { credentialsOf } from '../state/token.ts'
import { project } from '../state/world.ts'
import { call } from '../transport.ts'
import { words } from '../words/index.ts'
import { moment } from '../words/time.ts'
import { draft } from './call.tsx'
import { Misses } from './misses.tsx'
import { Loading, Trouble } from './states.tsx'
import { Rules } from './verdict.tsx'

/** One request: what was asked, what came back, and which rule decided. */
export function Request({ id }: { id: string }) {
  const w = words.value
  const token = useFound(() => credentialsOf(project.value), [project.value])?.token ?? ''
  // The list has summaries; what is looked at is read in whole.
  const page = useFound(
    () => call<RequestPage>('GET', `/worlds/${project.value}/requests?limit=1&after=${Number(id) - 1}`),
    [id, project.value, requests.value.some((one) => String(one.id) === id)],
  )
  if (!page) return <Loading />
  const [entry] = page.requests
  if (String(entry?.id) !== id || !entry) {
    return (
      <Trouble title={w.$unknownRequest(id)}>
        <a href={href('requests')}>{w.$back}</a>
      </Trouble>
    )
  }
  const { method, path, query, certificate_id, status, reason, error_code, fault, findings } = entry
  // Secrets are hidden in the journal: a request that is sent again carries this world's token instead.
  const again = withToken(method, query ? `${path}?${query}` : path, token, entry.request.body || undefined)
  return (
    <article class="detail" aria-labelledby="subject">
      <header>
        <a class="back" href={href('requests')}>
          ← <span>{w.$back}</span>
        </a>
        <h1 id="subject" class="path">
          {method} {path}
          {query && `?${query}`}
        </h1>
        <p class="sub">
          <Reply status={status} /> <span>{moment(entry.at)}</span>
          <span>{entry.duration} ms</span>
        </p>
      </header>
      <div class="actions">
        <button type="button" class="primary" onClick={() => (draft.value = { title: w.$call.again, call: again })}>
          {w.$call.again}…
        </button>
        <Copy text={program('curl', again)} label={w.$copyCurl} />
      </div>
      {error_code && (
        <section>
          <h2>{w.$whyRefused}</h2>
          <p class="why">
            <b class="mono">{error_code}</b> <span lang="en">{reason}</span>
          </p>
          <Ladder rule={entry.rule ?? ''} />
        </section>
      )}
      <Misses of={entry.id} />
      <Findings names={findings} />
      <dl class="fields">
        <Field name={w.$operation}>{entry.operation}</Field>
        {certificate_id && (
          <Field name={w.$certificate}>
            <a href={href('certificates', certificate_id)}>{certificate_id}</a>
          </Field>
        )}
        <Field name={w.$caller}>{entry.user}</Field>
        <Field name={w.$requestId}>{entry.request_id}</Field>
        {fault !== null && <Field name={w.$views.faults}>{w.$faultActed(fault)}</Field>}
      </dl>
      <Message title={w.$request} {...entry.request} />
      <Message title={w.$response} {...entry.response} />
    </article>
  )
}

/** What was accepted although it breaks the contract, and what may come of it. */
function Findings({ names }: { names: readonly string[] }) {
  const known = useFound(() => readFindings(project.value), [names.length])
  if (names.length === 0) return null
  return (
    <section>
      <h2>{words.value.$findings}</h2>
      <ul class="rules" lang="en">
        {names.map((name) => {
          const finding = known?.find((one) => one.finding === name)
          return (
            <li key={name} class="finding">
              <span>
                {finding?.found ?? name} <small>{finding?.harm}</small>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** The rules that were asked before the one that refused. */
function Ladder({ rule }: { rule: string }) {
  const rules = useFound(readRules, []) ?? []
  const at = rules.findIndex(({ name }) => name === rule)
  const decided = rules[at]
  if (!decided) return null
  return (
    <>
      <p class="faint" lang="en">
        {at + 1}. {decided.when} <small>{decided.source}</small>
      </p>
      {at > 0 && (
        <details>
          <summary>
            {words.value.$ladder} ({at})
          </summary>
          <Rules rules={rules.slice(0, at).map(({ when, source }) => ({ reason: when, source }))} />
        </details>
      )}
    </>
  )
}

function Message({ title, headers, body }: { title: string; headers: Record<string, string>; body: string }) {
  const w = words.value
  return (
    <section>
      <h2>{title}</h2>
      {body ? <pre>{pretty(body)}</pre> : <p class="faint">{w.$empty}</p>}
      <details>
        <summary>
          {w.$headers} ({Object.keys(headers).length})
        </summary>
        <dl class="fields">
          {Object.entries(headers).map(([name, value]) => (
            <Field key={name} name={name}>
              {value}
            </Field>
          ))}
        </dl>
      </details>
    </section>
  )
}

/** JSON is shown with a line for each field; what is no JSON as it is. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
