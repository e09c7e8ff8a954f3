import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto'

/** Cheap enough for a test server (a few milliseconds), costly enough to protect the passwords in the file. */
const COST = { N: 2048, r: 8, p: 1 }
const LENGTH = 32

/** A salted scrypt hash of a password: `salt:hash`, in base64url. */
export function hash(password: string): string {
  const salt = randomBytes(16)
  return `${salt.toString('base64url')}:${scryptSync(password, salt, LENGTH, COST).toString('base64url')}`
}

/** Whether this is the password that was hashed; compared in constant time, off the event loop. */
export function matches(password: string, hashed: string): Promise<boolean> {
  const [salt = '', expected = ''] = hashed.split(':').map((part) => Buffer.from(part, 'base64url'))
  return new Promise((resolve, reject) =>
    scrypt(password, salt, LENGTH, COST, (error, actual) =>
      error ? reject(error) : resolve(timingSafeEqual(actual, Buffer.from(expected))),
    ),
  )
}
