/** How long a reader of a stream is left without a sign of life, in milliseconds. */
export const SILENCE = 15_000

/**
 * How far apart deliveries are at least, in milliseconds: what comes meanwhile is delivered together. With a reader who
 * gets each as it comes, and in whole, the server spent 1.3 times the processor time on a request (on a busy machine).
 */
const BEAT = 100

/** Resolves a beat later, or at the signal's abort. */
export function beat(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, BEAT)
    signal.addEventListener('abort', end)
  })
}

/** Aborts with the signal, and after the longest silence. */
export const silence = (signal: AbortSignal, most = SILENCE) => AbortSignal.any([signal, AbortSignal.timeout(most)])
