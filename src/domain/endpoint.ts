/** The environment variable in which whoever asks a server finds its address. */
export const ENDPOINT = 'SCM_EMULATOR_ENDPOINT'

/** Where a server is that was not told otherwise. */
export const USUAL_ADDRESS = 'http://127.0.0.1:4640'
