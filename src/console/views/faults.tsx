import { signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { FaultDocument, FaultView } from '../../documents/index.ts'
import { attempt } from '../parts/announce.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { type CatalogueError, readErrors, readOperations } from '../state/catalogue.ts'
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

const isAdding = signal(false)

export function Faults() {
  const w = words.value
  const path = `/worlds/${project.value}/faults`
  return (
    <>
      <div class="bar">
        <h1>{w.views.faults}</h1>
        <button type="button" class="primary" onClick={() => (isAdding.value = true)}>
          {w.addFault}
        </button>
        {faults.value.length > 1 && (
          <button type="button" onClick={() => attempt(() => call('DELETE', path))}>
            {w.removeAll}
          </button>
        )}
      </div>
      <p class="note">{w.faultsText}</p>
      {faults.value.length === 0 ? (
        <Empty text={w.noFaults} />
      ) : (
        <ol class="cards">
          {faults.value.map((fault) => (
            <Ordered key={fault.id} fault={fault} remove={() => attempt(() => call('DELETE', `${path}/${fault.id}`))} />
          ))}
        </ol>
      )}
      {isAdding.value && <Add />}
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
          {operation === '*' ? w.anyOperation : operation} <span class="mono faint">{certificate_id}</span>
          {probability !== undefined && <span class="faint"> {probability * 100} %</span>}
        </p>
      </div>
      <p class="due">
        <span>{isSpent ? w.spent : w.acted(used, times)}</span>
      </p>
      <div class="actions">
        <button type="button" onClick={remove}>
          {w.remove}
        </button>
      </div>
    </li>
  )
}

function Add() {
  const w = words.value
  const preset = useSignal<Preset>('lost')
  const error = useSignal('')
  const operation = useSignal('RevokeCertificate')
  const times = useSignal('1')
  const operations = useSignal<readonly string[]>(['RevokeCertificate'])
  const errors = useSignal<readonly CatalogueError[]>([])
  useEffect(() => {
    readOperations()
      .then((found) => (operations.value = found))
      .catch(() => undefined)
    readErrors()
      .then((found) => (errors.value = found))
      .catch(() => undefined)
  }, [])
  const add = async (event: Event) => {
    event.preventDefault()
    const document = {
      ...(error.value ? { error: error.value } : PRESETS[preset.value]),
      operation: operation.value,
      ...(times.value && { times: Number(times.value) }),
    }
    if (await attempt(() => call('POST', `/worlds/${project.value}/faults`, document))) isAdding.value = false
  }
  return (
    <Dialog title={w.addFault} close={() => (isAdding.value = false)}>
      <form onSubmit={add}>
        <fieldset class="choices">
          <legend class="unseen">{w.addFault}</legend>
          {NAMES.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="preset"
                checked={preset.value === name && !error.value}
                onChange={() => {
                  preset.value = name
                  error.value = ''
                }}
              />
              <span>
                <b>{w.presets[name]}</b> <small>{w.presetTexts[name]}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <label>
          {w.fromCatalogue}
          <select value={error.value} onChange={({ currentTarget }) => (error.value = currentTarget.value)}>
            <option value="">–</option>
            {errors.value.map(({ key, status }) => (
              <option key={key} value={key}>
                {key} ({status})
              </option>
            ))}
          </select>
        </label>
        <div class="two">
          <label>
            {w.onOperation}
            <select value={operation.value} onChange={({ currentTarget }) => (operation.value = currentTarget.value)}>
              <option value="*">{w.anyOperation}</option>
              {operations.value.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <label>
            {w.times}
            <input
              type="number"
              min="1"
              placeholder={w.always}
              value={times.value}
              onInput={({ currentTarget }) => (times.value = currentTarget.value)}
            />
          </label>
        </div>
        <div class="actions">
          <button type="submit" class="primary">
            {w.add}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
