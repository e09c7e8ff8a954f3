import { ENDPOINT, USUAL_ADDRESS } from '../domain/endpoint.ts'

/**
 * Where an emulator is: as it is given, else as the environment says, else where one listens unless told otherwise.
 * Without the final slash.
 *
 * @throws TypeError in one sentence, where that is no address
 */
export function addressOf(given: string | undefined): string {
  const address = given === undefined ? process.env[ENDPOINT] || USUAL_ADDRESS : given
  const url = typeof address === 'string' ? URL.parse(address) : null
  if (!url || !/^https?:$/.test(url.protocol)) {
    const source = given === undefined ? `${ENDPOINT} is` : 'connect() was given'
    throw new TypeError(`${source} ${JSON.stringify(address)}, which is no address; write one such as ${USUAL_ADDRESS}`)
  }
  return address.replace(/\/+$/, '')
}
