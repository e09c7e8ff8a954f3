import { Reply } from '../parts/status.tsx'
import { href } from '../router.ts'
import { requests } from '../state/journal.ts'
import { words } from '../words/index.ts'
import { time } from '../words/time.ts'
import { Address } from './frame.tsx'
import { Asked, Outcome } from './requests.tsx'

/** What just happened: the newest requests, beside whatever is looked at. */
export function Latest() {
  const w = words.value
  const newest = requests.value.slice(-12).reverse()
  return (
    <section class="latest" aria-labelledby="latest">
      <h2 id="latest">{w.$latest}</h2>
      {newest.length === 0 ? (
        <>
          <p class="note">{w.$latestEmpty}</p>
          <Address />
        </>
      ) : (
        <ol>
          {newest.map((entry) => (
            <li key={entry.id}>
              <a href={href('requests', String(entry.id))}>
                <time class="mono faint">{time(entry.at)}</time>
                <span class="what">
                  <Asked {...entry} />
                </span>
                <Reply status={entry.status} />
                <span class="why">
                  <Outcome {...entry} />
                </span>
              </a>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
