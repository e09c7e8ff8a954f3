/** The environment variable that tells clients where the server is. */
export const ENDPOINT = 'SCM_EMULATOR_ENDPOINT'

/** Where a server listens by default. */
export const USUAL_ADDRESS = 'http://127.0.0.1:4640'
