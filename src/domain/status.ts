/**
 * Every status that the vendor's references name, and UNPAID. `CANCLEREVOKING` is their spelling; nothing leads to it.
 * UNPAID is ours: the vendor's Terraform provider waits until what it bought is PAID, and no source says what it is
 * before. It is seen only where a world's `purchase` is not immediate.
 */
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
  'UNPAID',
  'CANCLEREVOKING',
] as const

export type Status = (typeof STATUSES)[number]
