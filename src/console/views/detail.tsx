import type { CertificateView } from '../../documents/index.ts'
import { attempt } from '../parts/announce.tsx'
import { Field } from '../parts/field.tsx'
import { useFound } from '../parts/found.ts'
import { Status } from '../parts/status.tsx'
import { href } from '../router.ts'
import { now } from '../state/clock.ts'
import { isWaiting } from '../state/due.ts'
import { explain, refusal } from '../state/explain.ts'
import { callFor, MOVES, type Move } from '../state/moves.ts'
import { credentialsOf, forgetCredentials } from '../state/token.ts'
import { certificates, project, trail } from '../state/world.ts'
import { call } from '../transport.ts'
import { words } from '../words/index.ts'
import { draft } from './call.tsx'
import { LifeLine } from './lifeline.tsx'
import { Outside } from './outside.tsx'
import { Loading, Trouble } from './states.tsx'

/** One certificate: its life, what can be done with it, its fields, and how others see it. */
export function Detail({ id }: { id: string }) {
  const w = words.value
  if (!certificates.value) return <Loading />
  const certificate = certificates.value.find((one) => one.id === id)
  if (!certificate) {
    return (
      <Trouble title={w.$unknownCertificate(id)}>
        <a href={href('certificates')}>{w.$back}</a>
      </Trouble>
    )
  }
  return (
    <article class="detail" aria-labelledby="subject">
      <header>
        <a class="back" href={href('certificates')}>
          ← <span>{w.$back}</span>
        </a>
        <h1 id="subject">{certificate.name || w.$unnamed}</h1>
        <p class="sub">
          <Status status={certificate.status} /> <span>{w.$meaning[certificate.status]}</span>
        </p>
      </header>
      <LifeLine certificate={certificate} events={trail.value.get(id) ?? []} now={now.value} />
      <Actions certificate={certificate} />
      <Outside key={id} certificate={certificate} />
      <Fields certificate={certificate} />
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
        {w.$approve}
      </button>
      <button type="button" onClick={() => decide(id, 'reject')}>
        {w.$reject}
      </button>
    </>
  )
}

/** What can be done now. What the service would refuse says so before one asks, where the server has a dry run. */
function Actions({ certificate }: { certificate: CertificateView }) {
  const w = words.value
  const { id, status, updated_at } = certificate
  const refused = useFound(async () => {
    const { token } = await credentialsOf(project.value)
    const ask = async (move: Move) => {
      const rule = refusal(await explain(project.value, callFor(move, certificate, project.value, token)))
      if (rule?.rule === 'token_unknown') forgetCredentials(project.value)
      return [move, rule?.reason ?? ''] as const
    }
    return new Map(await Promise.all((['revoke', ...MOVES] as const).map(ask)))
  }, [id, status, updated_at])

  const prepare = (move: (typeof MOVES)[number] | 'revoke') =>
    attempt(async () => {
      const { token } = await credentialsOf(project.value)
      draft.value = {
        title: move === 'revoke' ? w.$call.revoke : w.$moves[move].replace('…', ''),
        call: callFor(move, certificate, project.value, token),
        ...(move === 'revoke' && { revokes: certificate }),
      }
    })
  const why = refused?.get('revoke')
  const others = MOVES.toSorted((a, b) => Number(!!refused?.get(a)) - Number(!!refused?.get(b)))
  return (
    <section class="actions-of">
      <h2 class="unseen">{w.$actions}</h2>
      <div class="actions">
        {isWaiting(certificate) && <Review certificate={certificate} />}
        <button type="button" class={why ? '' : 'danger'} onClick={() => prepare('revoke')}>
          {w.$revoke}
        </button>
        <details class="menu">
          <summary>{w.$more}</summary>
          <div>
            {others.map((move) => (
              <button key={move} type="button" class="quiet" onClick={() => prepare(move)}>
                {w.$moves[move]} <small lang="en">{refused?.get(move)}</small>
              </button>
            ))}
          </div>
        </details>
      </div>
      {why && (
        <p class="why">
          {w.$revoke.replace('…', '')}: <span lang="en">{w.$refusedBy(why)}</span>
        </p>
      )}
    </section>
  )
}

/** Every field, but those that say nothing. */
function Fields({ certificate }: { certificate: CertificateView }) {
  const { review, auth, application, ...plain } = certificate
  const rows = Object.entries({ ...plain, ...flat('review', review), ...application }).filter(
    ([, value]) => value !== '' && value !== null,
  )
  return (
    <section>
      <h2>{words.value.$fields}</h2>
      <dl class="fields">
        {rows.map(([name, value]) => (
          <Field key={name} name={name}>
            {String(value)}
          </Field>
        ))}
        {auth.map(({ domain_name, host_record, record_type, record }) => (
          <Field key={domain_name} name="auth">
            {host_record}.{domain_name} {record_type} {record}
          </Field>
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
