import { zipSync } from 'fflate'
import type { Ca } from '../ca/ca.ts'
import { refuse } from '../domain/rules.ts'
import { transition } from '../domain/transition.ts'
import type { Actor } from '../store/events.ts'
import type { Material } from '../store/pki.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'

/**
 * Takes a certificate out of the service, with its chain and its key where the service has it.
 *
 * @param base this server's address, as the client wrote it
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0007
 */
export async function take(
  { store, ca }: { store: Store; ca: Ca },
  world: World,
  id: string,
  now: number,
  actor: Actor,
  base: string,
): Promise<Material> {
  const certificate = await store.certificates.change(world.project_id, id, actor, (found) =>
    transition(found, 'download', now),
  )
  const material = certificate && (await ca.bundle(certificate, base))
  if (!material) throw refuse('download', `nothing stands behind certificate ${id}`)
  return material
}

/** A certificate as an archive: the certificate, its chain, both in one, and the key. */
export function archive({ certificate, chain, private_key }: Material): Buffer {
  const texts = {
    'certificate.pem': certificate,
    'chain.pem': chain,
    'fullchain.pem': certificate + chain,
    ...(private_key !== null && { 'private.key': private_key }),
  }
  const files = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)])
  return Buffer.from(zipSync(Object.fromEntries(files)))
}
