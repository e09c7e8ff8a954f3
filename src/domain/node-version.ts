/** What to say if Node.js is too old: importing the database would crash the process. Otherwise nothing. */
export function oldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < 22 || (major === 22 && minor < 18)
  return isOld ? `scm-emulator needs Node.js 22.18 or newer; this is ${version}` : undefined
}
