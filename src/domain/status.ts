/** Every status that the vendor's references name. `CANCLEREVOKING` is their spelling; nothing leads to it. */
export const STATUSES = [
  'PAID',
  'CHECKING',
  'CHECKING_ORG',
  'ISSUING',
  'ISSUED',
  'UNPASSED',
  'CANCELCHECKING',
  'REVOKING',
  'REVOKED',
  'EXPIRED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
  'CANCLEREVOKING',
] as const

export type Status = (typeof STATUSES)[number]
