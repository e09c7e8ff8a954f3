import { signal, useSignal } from '@preact/signals'
import { announce, attempt } from '../parts/announce.tsx'
import { bind } from '../parts/bind.ts'
import { Dialog } from '../parts/dialog.tsx'
import { go } from '../router.ts'
import { project } from '../state/world.ts'
import { call } from '../transport.ts'
import { words } from '../words/index.ts'

export const placing = signal(false)

const TYPES = ['DV_SSL_CERT', 'DV_SSL_CERT_BASIC', 'OV_SSL_CERT', 'OV_SSL_CERT_PRO', 'EV_SSL_CERT', 'EV_SSL_CERT_PRO']

/** Places a certificate in any status. */
export function Placing() {
  return placing.value && <Form />
}

function Form() {
  const w = words.value
  const fields = {
    status: useSignal('ISSUED'),
    type: useSignal('DV_SSL_CERT'),
    domain: useSignal('www.example.com'),
    name: useSignal(''),
    not_after: useSignal(''),
  }
  const place = async (event: Event) => {
    event.preventDefault()
    const given = Object.entries(fields).filter(([, { value }]) => value !== '')
    const document = Object.fromEntries(given.map(([name, { value }]) => [name, value]))
    await attempt(async () => {
      const { id } = await call<{ id: string }>('POST', `/worlds/${project.value}/certificates`, document)
      placing.value = false
      announce(w.$placed(id))
      go('certificates', id)
    })
  }
  const text = (name: 'domain' | 'name' | 'not_after', label: string, hint = '') => (
    <label>
      {label}
      <input {...bind(fields[name])} placeholder={hint} />
    </label>
  )
  const choice = (name: 'status' | 'type', label: string, options: readonly string[]) => (
    <label>
      {label}
      <select {...bind(fields[name])}>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  )
  return (
    <Dialog title={w.$place} close={() => (placing.value = false)}>
      <form onSubmit={place}>
        <p class="note">{w.$placeText}</p>
        <div class="two">
          {choice('status', w.$columns.status, Object.keys(w.$meaning))}
          {choice('type', w.$type, TYPES)}
        </div>
        {text('domain', w.$domain)}
        <div class="two">
          {text('name', w.$name)}
          {text('not_after', w.$expires, w.$expiresHint)}
        </div>
        <div class="actions">
          <button type="submit" class="primary">
            {w.$place}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
