import type { Source } from '../../domain/errors.ts'
import type { RuleName } from '../../domain/rules.ts'
import { type Case, type Need, NOWHERE, type Subject } from '../case.ts'
import { get, one, shapeOf, v2 } from './paths.ts'

type Granted = readonly [
  id: string,
  family: 'v2' | 'v3',
  operation: string,
  source: Source,
  path: (subject: Subject) => string,
  need?: Need,
]

const v3 = (path: string) => `/v3/scm/${path}`

const PAGE = 'limit=50&offset=0&sort_key=certUpdateTime&sort_dir=ASC'

const GRANTED: readonly Granted[] = [
  ['v2-list', 'v2', 'ListCertificates', 'documented', (s) => v2(s, 'certlist')],
  ['v2-list-page', 'v2', 'ListCertificates', 'documented', (s) => v2(s, `certlist?${PAGE}&order_status=ISSUED`)],
  ['v2-show', 'v2', 'ShowCertificate', 'documented', (s) => v2(s, `cert/${one(s)}`), 'certificate'],
  [
    'v2-push-history',
    'v2',
    'ListPushHistory',
    'documented',
    (s) => v2(s, `cert/${one(s)}/push-history`),
    'certificate',
  ],
  ['v2-products', 'v2', 'ListProducts', 'documented', (s) => v2(s, 'cert/product')],
  [
    'v2-product',
    'v2',
    'ShowProduct',
    'documented',
    (s) => v2(s, `product/${encodeURIComponent(s.product ?? '')}`),
    'product',
  ],
  ['v3-list', 'v3', 'ListCertificates', 'documented', () => v3('certificates')],
  ['v3-list-page', 'v3', 'ListCertificates', 'documented', () => v3(`certificates?${PAGE}&status=ALL`)],
  ['v3-show', 'v3', 'ShowCertificate', 'documented', (s) => v3(`certificates/${one(s)}`), 'certificate'],
  ['v3-csrs', 'v3', 'ListCsr', 'sdk', () => v3('csr')],
  ['v3-tags', 'v3', 'ListAllTags', 'sdk', () => v3('tags')],
  ['v3-certificate-tags', 'v3', 'ListTagsByCertificate', 'sdk', (s) => v3(`${one(s)}/tags`), 'certificate'],
]

type Refused = readonly [id: string, title: string, rule: RuleName, path: (subject: Subject) => string, source?: Source]

const REFUSED: readonly Refused[] = [
  ['v2-list-limit', 'v2: a list with a limit of 15', 'parameter', (s) => v2(s, 'certlist?limit=15')],
  [
    'v2-list-status',
    'v2: a list by a status that there is not',
    'parameter',
    (s) => v2(s, 'certlist?order_status=PROBE'),
  ],
  ['v2-show-unknown', 'v2: an id that no certificate has', 'certificate_unknown', (s) => v2(s, `cert/${NOWHERE}`)],
  ['v2-show-id', 'v2: what is no certificate id', 'certificate_id', (s) => v2(s, `cert/${NOWHERE}x`)],
  ['v2-product-unknown', 'v2: a product that there is not', 'parameter', (s) => v2(s, 'product/probe'), 'assumed'],
  ['v3-list-limit', 'v3: a list with a limit of 15', 'parameter', () => v3('certificates?limit=15')],
  ['v3-show-unknown', 'v3: an id that no certificate has', 'certificate_gone', () => v3(`certificates/${NOWHERE}`)],
  ['v3-show-id', 'v3: what is no certificate id', 'certificate_id', () => v3(`certificates/${NOWHERE}x`)],
]

/** What can be read, in both families: answers have the published shape. Nothing of what they hold is printed. */
export const reads: readonly Case[] = [
  ...GRANTED.map(
    ([id, family, operation, source, path, need]): Case => ({
      id,
      title: `${family}: ${operation}`,
      ...(need && { needs: [need] }),
      ask: (subject) => get(path(subject)),
      expect: { shape: shapeOf(family, operation), source },
    }),
  ),
  ...REFUSED.map(
    ([id, title, rule, path, source]): Case => ({
      id,
      title,
      ask: (subject) => get(path(subject)),
      expect: { rule, ...(source && { source }) },
    }),
  ),
]
