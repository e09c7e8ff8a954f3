#!/usr/bin/env bash
# The installed library and its client, from JavaScript and from TypeScript as strict as it gets, with nothing else installed.
set -euo pipefail
root=$1
here=$(dirname "$0")

cp "$here/uses/"* .
node script.js
# Compiled, run as compiled, and run as it is.
"$root/node_modules/.bin/tsc" -p tsconfig.json
node compiled/program.js
node program.ts
# A mistake is one: without the comments that expect it, each fails.
sed '/@ts-expect-error/d' program.ts > mistakes.ts
found=$("$root/node_modules/.bin/tsc" -p tsconfig.json --noEmit | grep -c '^mistakes.ts.* error' || true)
expected=$(grep -c '@ts-expect-error' program.ts)
[ "$found" = "$expected" ] || { echo "$found mistakes were found, not $expected"; exit 1; }
rm mistakes.ts
