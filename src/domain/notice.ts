/** What an account can be told of a certificate: that it expires, or has expired (SDK). */
export const NOTICES = ['CERT_EXPIRING', 'CERT_EXPIRED'] as const

export type NoticeType = (typeof NOTICES)[number]

/** A kind of notice about a certificate that is on. */
export interface Notice {
  certificate_id: string
  notice_type: NoticeType
}
