#!/usr/bin/env node
/** The process's door. Node.js is looked at before anything else is loaded: an old one dies of the database's import. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`scm-emulator needs Node.js 22.18 or newer; this is ${process.versions.node}`)
  process.exitCode = 1
} else {
  const { run } = await import('./run.ts')
  await run(process.argv.slice(2), process.env)
}
