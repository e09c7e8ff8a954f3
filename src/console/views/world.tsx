import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { CreatedWorld } from '../../documents/index.ts'
import { announce, attempt } from '../parts/announce.tsx'
import { bind } from '../parts/bind.ts'
import { saveFile } from '../parts/copy.tsx'
import { Field } from '../parts/field.tsx'
import { go } from '../router.ts'
import { forgetShown } from '../state/journal.ts'
import { project, readWorlds, settings, worlds } from '../state/world.ts'
import { call } from '../transport.ts'
import { words } from '../words/index.ts'
import { Address } from './frame.tsx'
import { Worlds } from './states.tsx'

/** The world's settings, what can be done to it as a whole, and other worlds. */
export function World() {
  const w = words.value
  const world = settings.value
  return (
    <div class="panels">
      {world && (
        <section class="panel">
          <h1>{world.account.name}</h1>
          <dl class="fields">
            <Field name={w.$project}>
              {world.name} {world.project_id}
            </Field>
            <Field name={w.$account}>{world.account.state}</Field>
            <Field name={w.$users}>{world.users.map(({ name }) => name).join(', ')}</Field>
            <Field name={w.$review}>{world.review}</Field>
            <Field name={w.$throttle}>{world.throttle}</Field>
          </dl>
          <Address />
        </section>
      )}
      {world && <Deeds />}
      <Make />
      <section class="panel">
        <h2>{w.$toWorlds}</h2>
        <Worlds />
      </section>
    </div>
  )
}

/** What changes the whole world; what cannot be taken back asks once. */
function Deeds() {
  const w = words.value
  const picker = useRef<HTMLInputElement>(null)
  const path = `/worlds/${project.value}`
  const reset = () =>
    attempt(async () => {
      await call('POST', `${path}/reset`)
      forgetShown()
    })
  const save = () =>
    attempt(async () => {
      const document = await call('GET', `${path}/case`)
      saveFile(`${project.value.slice(0, 8)}.case.json`, JSON.stringify(document, null, 2))
    })
  const load = async (file: File | undefined) => {
    if (!file) return
    try {
      const document = JSON.parse(await file.text())
      await call('PUT', `${path}/case`, document)
      announce(w.$loaded)
    } catch (error) {
      announce(w.$notACase(file.name, (error as Error).message), true)
    }
    if (picker.current) picker.current.value = ''
  }
  const drop = () =>
    attempt(async () => {
      await call('DELETE', path)
      await readWorlds()
      go('certificates', '', worlds.value?.[0]?.project_id ?? '')
    })
  return (
    <section class="panel">
      <Deed text={w.$resetText} label={w.$reset} act={reset} />
      <Deed text={w.$saveText} label={w.$save} act={save} isHarmless />
      <Deed text={w.$loadText} label={w.$load} act={() => picker.current?.click()} isHarmless />
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label={w.$load}
        class="unseen"
        tabIndex={-1}
        onChange={({ currentTarget }) => load(currentTarget.files?.[0])}
      />
      <Deed text={w.$deleteText} label={w.$deleteWorld} act={drop} />
    </section>
  )
}

function Deed(props: { text: string; label: string; act: () => unknown; isHarmless?: boolean }) {
  const w = words.value
  const isAsking = useSignal(false)
  const begin = () => {
    if (props.isHarmless) props.act()
    else isAsking.value = true
  }
  return (
    <div class="deed">
      <p>{props.text}</p>
      <div class="actions">
        {isAsking.value ? (
          <>
            <button
              type="button"
              class="danger"
              onClick={() => {
                isAsking.value = false
                props.act()
              }}
            >
              {w.$sure}: {props.label}
            </button>
            <button type="button" onClick={() => (isAsking.value = false)}>
              {w.$cancel}
            </button>
          </>
        ) : (
          <button type="button" onClick={begin}>
            {props.label}
          </button>
        )}
      </div>
    </div>
  )
}

const TEMPLATES = ['one', 'demo', 'empty'] as const

function Make() {
  const w = words.value
  const template = useSignal<(typeof TEMPLATES)[number]>('one')
  const make = (event: Event) => {
    event.preventDefault()
    return attempt(async () => {
      const world = await call<CreatedWorld>('POST', '/worlds', {
        certificates: contents(template.value, Object.keys(w.$meaning)),
      })
      await readWorlds()
      announce(w.$made(world.project_id))
      go('certificates', '', world.project_id)
    })
  }
  return (
    <section class="panel">
      <h2>{w.$makeTitle}</h2>
      <p class="note">{w.$makeText}</p>
      <form onSubmit={make}>
        <label>
          {w.$template}
          <select {...bind(template)}>
            {TEMPLATES.map((name) => (
              <option key={name} value={name}>
                {w.$templates[name]}
              </option>
            ))}
          </select>
        </label>
        <div class="actions">
          <button type="submit">{w.$make}</button>
        </div>
      </form>
    </section>
  )
}

function contents(template: (typeof TEMPLATES)[number], statuses: string[]): object[] {
  if (template === 'empty') return []
  if (template === 'one') return [{ status: 'ISSUED', name: 'shop', domain: 'www.example.com' }]
  return statuses.map((status) => ({
    status,
    name: status.toLowerCase(),
    domain: `${status.toLowerCase().replace('_', '-')}.example.com`,
  }))
}
