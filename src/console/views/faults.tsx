import { useSignal } from '@preact/signals'
import type { FaultDocument, FaultView } from '../../documents/index.ts'
import { attempt } from '../parts/announce.tsx'
import { bind } from '../parts/bind.ts'
import { useFound } from '../parts/found.ts'
import { readErrors, readOperations } from '../state/catalogue.ts'
import { faults, project } from '../state/world.ts'
import { call } from '../transport.ts'
import { words } from '../words/index.ts'
import { Empty } from './states.tsx'

/** What goes wrong most, ready to order: choose it, choose how often, add it. */
const PRESETS = {
  lost: { drop: 'after' },
  throttled: { error: 'APIGW.0308' },
  broken: { error: 'APIGW.0601' },
  slow: { delay: '2s' },
  malformed: { response: { status: 200, body: '{"message":' } },
} as const satisfies Record<string, FaultDocument>
type Preset = keyof typeof PRESETS
const NAMES = Object.keys(PRESETS) as Preset[]

export function Faults() {
  const w = words.value
  const path = `/worlds/${project.value}/faults`
  return (
    <>
      <div class="bar">
        <h1>{w.$views.faults}</h1>
        {faults.value.length > 1 && (
          <button type="button" onClick={() => attempt(() => call('DELETE', path))}>
            {w.$removeAll}
          </button>
        )}
      </div>
      <p class="note">{w.$faultsText}</p>
      <Add path={path} />
      {faults.value.length === 0 ? (
        <Empty text={w.$noFaults} />
      ) : (
        <ol class="cards">
          {faults.value.map((fault) => (
            <Ordered key={fault.id} fault={fault} remove={() => attempt(() => call('DELETE', `${path}/${fault.id}`))} />
          ))}
        </ol>
      )}
    </>
  )
}

/** What a fault does, in its own terms. */
function deed({ delay, error, response, drop, when }: FaultDocument): string {
  const wait = delay === undefined ? [] : [`delay ${typeof delay === 'string' ? delay : `${delay.min}–${delay.max}`}`]
  const act = error ?? (response && `response ${response.status}`) ?? (drop && `drop ${drop}`)
  return [...wait, ...(act ? [act] : []), ...(when ? [when] : [])].join(' · ')
}

function Ordered({ fault, remove }: { fault: FaultView; remove: () => void }) {
  const w = words.value
  const { id, operation = '*', certificate_id, times, probability, used } = fault
  const isSpent = times !== undefined && used >= times
  return (
    <li class={isSpent ? 'card spent' : 'card'}>
      <div>
        <p>
          <span class="tag">{id}</span> <b class="mono">{deed(fault)}</b>
        </p>
        <p>
          {operation === '*' ? w.$anyOperation : operation} <span class="mono faint">{certificate_id}</span>
          {probability !== undefined && <span class="faint"> {probability * 100} %</span>}
        </p>
      </div>
      <p class="due">
        <span>{isSpent ? w.$spent : w.$acted(used, times)}</span>
      </p>
      <div class="actions">
        <button type="button" onClick={remove}>
          {w.$remove}
        </button>
      </div>
    </li>
  )
}

/** Orders a fault: which operation, how often, and what goes wrong, which orders it. */
function Add({ path }: { path: string }) {
  const w = words.value
  const operation = useSignal('RevokeCertificate')
  const times = useSignal('1')
  const error = useSignal('')
  const operations = useFound(readOperations, []) ?? [operation.value]
  const errors = useFound(readErrors, []) ?? []
  const add = (deed: object) =>
    attempt(() => {
      const often = times.value ? { times: Number(times.value) } : {}
      return call('POST', path, { ...deed, ...often, operation: operation.value })
    })
  return (
    <section class="panel" aria-label={w.$addFault}>
      <div class="bar">
        <label>
          {w.$onOperation}
          <select {...bind(operation)}>
            <option value="*">{w.$anyOperation}</option>
            {operations.map((name) => (
              <option key={name} selected={name === operation.value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {w.$times}
          <input type="number" min="1" placeholder={w.$always} {...bind(times)} />
        </label>
        <label>
          {w.$fromCatalogue}
          <select {...bind(error)}>
            <option value="">–</option>
            {errors.map(({ key, status }) => (
              <option key={key} value={key}>
                {key} ({status})
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="presets">
        {error.value && (
          <button type="button" class="primary" onClick={() => add({ error: error.value })}>
            <b>{error.value}</b> <small>{w.$add}</small>
          </button>
        )}
        {NAMES.map((name) => (
          <button key={name} type="button" onClick={() => add(PRESETS[name])}>
            <b>{w.$presets[name]}</b> <small>{w.$presetTexts[name]}</small>
          </button>
        ))}
      </div>
    </section>
  )
}
