import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { CertificateView } from '../../documents/index.ts'
import { announce, attempt } from '../parts/announce.tsx'
import { Status } from '../parts/status.tsx'
import { href } from '../router.ts'
import { now } from '../state/clock.ts'
import { isWaiting } from '../state/due.ts'
import { explain, refusal } from '../state/explain.ts'
import { callFor, MOVES } from '../state/moves.ts'
import { tokenOf } from '../state/token.ts'
import { certificates, project, trail } from '../state/world.ts'
import { call } from '../transport.ts'
import { words } from '../words/index.ts'
import { draft } from './call.tsx'
import { LifeLine } from './lifeline.tsx'
import { Outside } from './outside.tsx'
import { Empty, Loading } from './states.tsx'

/** One certificate: its life, what can be done with it, its fields, and how others see it. */
export function Detail({ id }: { id: string }) {
  const w = words.value
  if (!certificates.value) return <Loading />
  const certificate = certificates.value.find((one) => one.id === id)
  if (!certificate) {
    return (
      <Empty text={w.unknownCertificate(id)}>
        <a href={href('certificates')}>{w.back}</a>
      </Empty>
    )
  }
  return (
    <article class="detail" aria-labelledby="subject">
      <header>
        <a class="back" href={href('certificates')}>
          ← <span>{w.back}</span>
        </a>
        <h1 id="subject">{certificate.name || w.unnamed}</h1>
        <p class="sub">
          <Status status={certificate.status} /> <span>{w.meaning[certificate.status]}</span>
        </p>
      </header>
      <LifeLine certificate={certificate} events={trail.value.get(id) ?? []} now={now.value} />
      <Actions certificate={certificate} />
      <Fields certificate={certificate} />
      <Outside key={id} certificate={certificate} />
    </article>
  )
}

/** Decides in the CA's place. */
export function decide(id: string, decision: 'approve' | 'reject'): Promise<boolean> {
  return attempt(() => call('POST', `/worlds/${project.value}/certificates/${id}/review`, { decision }))
}

export function Review({ certificate: { id } }: { certificate: CertificateView }) {
  const w = words.value
  return (
    <>
      <button type="button" class="primary" onClick={() => decide(id, 'approve')}>
        {w.approve}
      </button>
      <button type="button" onClick={() => decide(id, 'reject')}>
        {w.reject}
      </button>
    </>
  )
}

/** What can be done now. What the service would refuse says so before one asks, where the server has a dry run. */
function Actions({ certificate }: { certificate: CertificateView }) {
  const w = words.value
  const refused = useSignal<ReadonlyMap<string, string>>(new Map())
  const { id, status, updated_at } = certificate
  useEffect(() => {
    let isOld = false
    const look = async () => {
      const token = await tokenOf(project.value)
      const found = new Map<string, string>()
      for (const move of ['revoke', ...MOVES] as const) {
        const told = await explain(project.value, callFor(move, certificate, project.value, token))
        if (!told || isOld) return
        const rule = refusal(told)
        if (rule) found.set(move, rule.reason ?? rule.rule)
      }
      if (!isOld) refused.value = found
    }
    look().catch(() => undefined)
    return () => {
      isOld = true
    }
  }, [id, status, updated_at])

  const prepare = async (move: (typeof MOVES)[number] | 'revoke') => {
    const token = await tokenOf(project.value).catch(() => '')
    if (!token) return announce(w.noToken, true)
    draft.value = {
      title: move === 'revoke' ? w.call.revoke : w.moves[move].replace('…', ''),
      call: callFor(move, certificate, project.value, token),
      ...(move === 'revoke' && { revokes: certificate }),
    }
  }
  const why = refused.value.get('revoke')
  const others = MOVES.filter((move) => !refused.value.has(move))
  const not = MOVES.filter((move) => refused.value.has(move))
  return (
    <section class="actions-of">
      <h2 class="unseen">{w.actions}</h2>
      <div class="actions">
        {isWaiting(certificate) && <Review certificate={certificate} />}
        <button type="button" class="danger" onClick={() => prepare('revoke')}>
          {w.revoke}
        </button>
        <details class="menu">
          <summary>{w.more}</summary>
          <div>
            {others.map((move) => (
              <button key={move} type="button" class="quiet" onClick={() => prepare(move)}>
                {w.moves[move]}
              </button>
            ))}
            {not.map((move) => (
              <button key={move} type="button" class="quiet" onClick={() => prepare(move)}>
                {w.moves[move]} <small lang="en">{refused.value.get(move)}</small>
              </button>
            ))}
          </div>
        </details>
      </div>
      {why && (
        <p class="why">
          {w.revoke.replace('…', '')}: <span lang="en">{w.refusedBy(why)}</span>
        </p>
      )}
    </section>
  )
}

/** Every field, but those that say nothing. */
function Fields({ certificate }: { certificate: CertificateView }) {
  const { review, auth, application, ...plain } = certificate
  const rows = Object.entries({ ...plain, ...flat('review', review), ...flat('application', application) }).filter(
    ([, value]) => value !== '' && value !== null,
  )
  return (
    <section>
      <h2>{words.value.fields}</h2>
      <dl class="fields">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
        {auth.map(({ domain_name, host_record, record_type, record }) => (
          <div key={domain_name}>
            <dt>auth</dt>
            <dd>
              {host_record}.{domain_name} {record_type} {record}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function flat(name: string, value: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, one]) => [
      `${name}.${key}`,
      typeof one === 'object' ? JSON.stringify(one) : one,
    ]),
  )
}
