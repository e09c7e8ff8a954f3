import { effect } from '@preact/signals'
import { render } from 'preact'
import { Announcer } from './parts/announce.tsx'
import { href, place } from './router.ts'
import { failed, live, missing, worlds } from './state/world.ts'
import { link } from './transport.ts'
import { CallDialog } from './views/call.tsx'
import { Certificates } from './views/certificates.tsx'
import { Coverage } from './views/coverage.tsx'
import { Desk } from './views/desk.tsx'
import { Detail } from './views/detail.tsx'
import { Faults } from './views/faults.tsx'
import { Frame } from './views/frame.tsx'
import { Latest } from './views/latest.tsx'
import { Placing } from './views/placing.tsx'
import { Request } from './views/request.tsx'
import { Requests } from './views/requests.tsx'
import { Loading, Locked, Trouble, Worlds } from './views/states.tsx'
import { World } from './views/world.tsx'
import { isReadable, words } from './words/index.ts'

const VIEWS = {
  certificates: Certificates,
  desk: Desk,
  requests: Requests,
  faults: Faults,
  coverage: Coverage,
  world: World,
}

function App() {
  if (!isReadable.value) return null
  return (
    <>
      {link.value === 'locked' ? (
        <main class="alone">
          <Locked />
        </main>
      ) : (
        <Frame>
          <Main />
        </Frame>
      )}
      <CallDialog />
      <Placing />
      <Announcer />
    </>
  )
}

/** The view of the address, and beside it what is chosen in it; or why there is none. */
function Main() {
  const w = words.value
  const { view, item, lost } = place.value
  const trouble = lost ? (
    <Trouble title={w.$unknownPlace} text={w.$unknownPlaceText}>
      <a href={href('certificates', '', '')}>{w.$views.certificates}</a>
    </Trouble>
  ) : missing.value ? (
    <Trouble
      title={missing.value === 'deleted' ? w.$deletedWorld : w.$unknownWorld}
      text={missing.value === 'deleted' ? w.$deletedWorldText : w.$unknownWorldText}
    >
      <Worlds />
    </Trouble>
  ) : failed.value ? (
    <Trouble title={w.$failedTitle} text={failed.value}>
      <button type="button" class="primary" onClick={() => (link.value = 'new')}>
        {w.$retry}
      </button>
    </Trouble>
  ) : worlds.value?.length === 0 ? (
    <World />
  ) : null
  const View = VIEWS[view]
  const isPaired = view === 'certificates' || view === 'requests'
  return (
    <main id="main" tabIndex={-1} class={isPaired && !trouble ? (item ? 'pair chosen' : 'pair') : ''}>
      <div class="view">
        {isPaired && !trouble && <h1 class="unseen">{w.$views[view]}</h1>}
        {trouble ?? (link.value === 'new' ? <Loading /> : <View />)}
      </div>
      {isPaired && !trouble && (
        <aside class="side" aria-label={item || w.$latest}>
          {!item ? <Latest /> : view === 'certificates' ? <Detail id={item} /> : <Request id={item} />}
        </aside>
      )}
    </main>
  )
}

effect(() => {
  if (isReadable.value) document.title = `${words.value.$views[place.value.view]} · scm-emulator`
})
live()
const root = document.querySelector('#app')
if (root) render(<App />, root)
