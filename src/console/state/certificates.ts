import type { CertificateView } from '../../documents/index.ts'
import { call, Failure } from '../transport.ts'

/** All certificates of a world, page by page. @throws Failure */
export async function readAll(id: string): Promise<CertificateView[]> {
  const found: CertificateView[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: { certificates: CertificateView[]; next: string | null } = await call(
      'GET',
      `/worlds/${id}/certificates?limit=10000${after && `&after=${after}`}`,
    )
    found.push(...page.certificates)
    after = page.next ?? undefined
  }
  return found
}

/** Those that are known, with these read anew: changed, new or gone. @throws Failure */
export async function readSome(
  id: string,
  known: readonly CertificateView[],
  ids: string[],
): Promise<CertificateView[]> {
  const fresh = new Map<string, CertificateView | undefined>()
  await Promise.all(
    ids.map(async (certificate) => {
      fresh.set(
        certificate,
        await call<CertificateView>('GET', `/worlds/${id}/certificates/${certificate}`).catch((error) => {
          if (error instanceof Failure && error.status === 404) return undefined
          throw error
        }),
      )
    }),
  )
  const kept = known.flatMap((certificate) => {
    if (!fresh.has(certificate.id)) return [certificate]
    const now = fresh.get(certificate.id)
    fresh.delete(certificate.id)
    return now ? [now] : []
  })
  return [...kept, ...[...fresh.values()].filter((certificate) => certificate !== undefined)]
}
