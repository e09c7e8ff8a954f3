/** What to say where Node.js is too old: the database's import would kill the process. Nothing where it is not. */
export function oldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < 22 || (major === 22 && minor < 18)
  return isOld ? `scm-emulator needs Node.js 22.18 or newer; this is ${version}` : undefined
}
