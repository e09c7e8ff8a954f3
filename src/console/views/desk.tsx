import type { CertificateView } from '../../documents/index.ts'
import { Status } from '../parts/status.tsx'
import { href } from '../router.ts'
import { now } from '../state/clock.ts'
import { approved, desk } from '../state/due.ts'
import { certificates } from '../state/world.ts'
import { words } from '../words/index.ts'
import { distance, moment } from '../words/time.ts'
import { Review } from './detail.tsx'
import { Empty, Loading } from './states.tsx'

/** What waits for the CA, how long still, and the two decisions. */
export function Desk() {
  const w = words.value
  if (!certificates.value) return <Loading />
  return (
    <>
      <div class="bar">
        <h1>{w.$deskTitle}</h1>
      </div>
      <p class="note">{w.$deskText}</p>
      {desk.value.length === 0 ? (
        <Empty text={w.$deskEmpty} />
      ) : (
        <ul class="cards">
          {desk.value.slice(0, 200).map((certificate) => (
            <Case key={certificate.id} certificate={certificate} />
          ))}
        </ul>
      )}
    </>
  )
}

function Case({ certificate }: { certificate: CertificateView }) {
  const w = words.value
  const { id, name, domain, review, status, revoke_reason } = certificate
  return (
    <li class="card">
      <div>
        <p>
          <Status status={status} /> → <span class="mono">{approved(certificate)}</span>
        </p>
        <p>
          <a href={href('certificates', id)}>{name || id}</a> <span class="faint">{domain}</span>
        </p>
        {revoke_reason && <p class="quote">{revoke_reason}</p>}
      </div>
      <p class="due">
        {review && <span>{w.$reviewed[review.of]}</span>}
        {review?.due ? (
          <time dateTime={review.due} title={moment(review.due)}>
            {distance(Date.parse(review.due), now.value)}
          </time>
        ) : (
          <span class="faint">{review?.reads === undefined ? w.$byHand : w.$afterReads(review.reads)}</span>
        )}
      </p>
      <div class="actions">
        <Review certificate={certificate} />
      </div>
    </li>
  )
}
