/** What an account can be; the service refuses every request of one that is not active. */
export const ACCOUNT_STATES = ['active', 'restricted', 'frozen'] as const

export type AccountState = (typeof ACCOUNT_STATES)[number]
