/**
 * `npm start`: the door to the sources. A Node.js that cannot read TypeScript gets a sentence, not
 * ERR_UNKNOWN_FILE_EXTENSION; it is met where the `node` package was not allowed to fetch its own (`--ignore-scripts`).
 */
if (process.features.typescript) {
  await import('./main.ts')
} else {
  console.error(
    `scm-emulator needs Node.js 22.18 or newer; this is ${process.versions.node}. Its own copy comes with \`npm ci\` (without --ignore-scripts).`,
  )
  process.exitCode = 1
}
