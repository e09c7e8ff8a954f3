/** Whether an upload needs the chain of its certificate: the console refuses a chain of length 1 (CCM user guide). */
export const UPLOAD_CHAINS = ['optional', 'needed'] as const

export type UploadChain = (typeof UPLOAD_CHAINS)[number]
