#!/usr/bin/env bash
# The API's own tests, with the installed library in place of the sources: what was left out of the bundles is missed by nobody.
set -euo pipefail
root=$1
app=$PWD

mkdir suite && cd suite
cp -r "$root/src" "$root/test" "$root/docs" "$root"/README* "$root/package.json" .
ln -s "$root/node_modules" node_modules
echo "export * from '$app/node_modules/scm-emulator/dist/index.js'" > src/index.ts
export TAP_TIMEOUT=300
# The recipes of the documentation run with the package itself.
export PACKAGE=$app/node_modules/scm-emulator
for name in routes/operations pki/pki http/faults cli/client docs/recipes; do
  node "test/$name.test.ts" > "$(basename "$name").tap" || { grep -a -A20 '^ *not ok' "$(basename "$name").tap" | head -60; exit 1; }
  echo "$name: $(grep -ac "^ *ok" "$(basename "$name").tap") checks of the packed library"
done
