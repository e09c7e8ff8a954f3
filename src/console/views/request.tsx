import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { program } from '../calls.ts'
import { Copy } from '../parts/copy.tsx'
import { Reply } from '../parts/status.tsx'
import { href } from '../router.ts'
import { type Finding, type Rule, readFindings, readRules } from '../state/catalogue.ts'
import { requests } from '../state/journal.ts'
import { request as withToken } from '../state/moves.ts'
import { tokenOf } from '../state/token.ts'
import { project } from '../state/world.ts'
import { words } from '../words/index.ts'
import { moment } from '../words/time.ts'
import { draft } from './call.tsx'
import { Empty } from './states.tsx'

/** One request: what was asked, what came back, and which rule decided. */
export function Request({ id }: { id: string }) {
  const w = words.value
  const token = useSignal('')
  useEffect(() => {
    tokenOf(project.value)
      .then((found) => (token.value = found))
      .catch(() => undefined)
  }, [project.value])
  const entry = requests.value.find((one) => String(one.id) === id)
  if (!entry) {
    return (
      <Empty text={w.unknownRequest(id)}>
        <a href={href('requests')}>{w.back}</a>
      </Empty>
    )
  }
  const { method, path, query, certificate_id, status, reason, error_code, fault, findings } = entry
  // Secrets are hidden in the journal: a request that is sent again carries this world's token instead.
  const call = withToken(method, query ? `${path}?${query}` : path, token.value, entry.request.body || undefined)
  return (
    <article class="detail" aria-labelledby="subject">
      <header>
        <a class="back" href={href('requests')}>
          ← <span>{w.back}</span>
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
        <button type="button" class="primary" onClick={() => (draft.value = { title: w.call.again, call })}>
          {w.call.again}…
        </button>
        <Copy text={program('curl', call)} label={w.copyCurl} />
      </div>
      {error_code && (
        <section>
          <h2>{w.whyRefused}</h2>
          <p class="why">
            <b class="mono">{error_code}</b> <span lang="en">{reason}</span>
          </p>
          <Ladder code={error_code} rule={entry.rule ?? ''} />
        </section>
      )}
      <Findings names={findings} />
      <dl class="fields">
        <Field name={w.operation} value={entry.operation} />
        {certificate_id && (
          <div>
            <dt>{w.certificate}</dt>
            <dd>
              <a href={href('certificates', certificate_id)}>{certificate_id}</a>
            </dd>
          </div>
        )}
        <Field name={w.caller} value={entry.user} />
        <Field name={w.requestId} value={entry.request_id} />
        {fault !== null && <Field name={w.views.faults} value={w.faultActed(fault)} />}
      </dl>
      <Message title={w.request} {...entry.request} />
      <Message title={w.response} {...entry.response} />
    </article>
  )
}

/** What was let pass though the contract does not allow it, and what may come of it. */
function Findings({ names }: { names: readonly string[] }) {
  const known = useSignal<readonly Finding[]>([])
  useEffect(() => {
    if (names.length > 0)
      readFindings(project.value).then((found) => {
        known.value = found
      })
  }, [names.length])
  if (names.length === 0) return null
  return (
    <section>
      <h2>{words.value.findings}</h2>
      <ul class="rules" lang="en">
        {names.map((name) => {
          const finding = known.value.find((one) => one.finding === name)
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

function Field({ name, value }: { name: string; value: string | null }) {
  return (
    value !== null && (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    )
  )
}

/** The rule that refused, and those that were asked before it. */
function Ladder({ code, rule }: { code: string; rule: string }) {
  const w = words.value
  const rules = useSignal<readonly Rule[]>([])
  useEffect(() => {
    readRules()
      .then((found) => (rules.value = found))
      .catch(() => undefined)
  }, [])
  const at = rules.value.findIndex(({ name }) => name === rule)
  const candidates = rules.value.filter(({ error }) => error.startsWith(code))
  const decided = at >= 0 ? rules.value.slice(at, at + 1) : candidates
  if (decided.length === 0) return null
  return (
    <>
      <ol class="rules" lang="en">
        {decided.map(({ name, when, source }) => (
          <li key={name} class="refused">
            {when} <small>{source}</small>
          </li>
        ))}
      </ol>
      {at > 0 && (
        <details>
          <summary>
            {w.ladder} ({at})
          </summary>
          <ol class="rules" lang="en">
            {rules.value.slice(0, at).map(({ name, when, source }) => (
              <li key={name} class="passed">
                {when} <small>{source}</small>
              </li>
            ))}
          </ol>
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
      {body ? <pre>{pretty(body)}</pre> : <p class="faint">{w.empty}</p>}
      <details>
        <summary>
          {w.headers} ({Object.keys(headers).length})
        </summary>
        <dl class="fields">
          {Object.entries(headers).map(([name, value]) => (
            <Field key={name} name={name} value={value} />
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
