import type { Certificate } from './certificate.ts'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const DOMAIN_NAME = new RegExp(`^(?:\\*\\.)?(?:${LABEL}\\.)+${LABEL}$`, 'i')

/** Whether this is a domain name that a certificate can have; a wildcard has its star in front. */
function isDomainName(name: string): boolean {
  return name.length <= 253 && DOMAIN_NAME.test(name)
}

/**
 * Why these names are not what was bought; nothing where they are. A certificate for one domain takes one name, one for a
 * wildcard takes one with a star, one for several domains takes as many as were bought.
 */
export function misfit({ domain_type, domain_count }: Certificate, domain: string, sans: string[]): string | undefined {
  const names = [domain, ...sans]
  const bad = names.find((name) => !isDomainName(name))
  if (bad !== undefined) return `"${bad}" is not a domain name`
  if (domain_type === 'SINGLE_DOMAIN' && domain.startsWith('*.'))
    return 'it was bought for one domain, not for a wildcard'
  if (domain_type === 'WILDCARD' && !domain.startsWith('*.'))
    return 'it was bought for a wildcard such as *.example.com'
  if (domain_type !== 'MULTI_DOMAIN' && sans.length > 0) return 'it was bought for one name'
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) return 'a name appears twice'
  return names.length > domain_count ? `it was bought for ${domain_count} names, there are ${names.length}` : undefined
}
