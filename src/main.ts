#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'

/** The process's door. Node.js is looked at before anything else is loaded: an old one dies of the database's import. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`scm-emulator needs Node.js 22.18 or newer; this is ${process.versions.node}`)
  process.exitCode = 1
} else {
  // What a request leaves behind is young, and what lives longer is little: V8 would let both grow, for twice the memory.
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=30')
  // What was compiled once need not be again: a third of a start.
  enableCompileCache()
  const { run } = await import('./run.ts')
  await run(process.argv.slice(2), process.env)
}
