#!/usr/bin/env bash
# Packs the package, installs it in an empty folder, and uses it there: the command, the library, the types.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
node=$root/node_modules/.bin
work=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT

tarball=$(cd "$root" && npm pack --silent --ignore-scripts --pack-destination "$work" | tail -1)
echo "packed: $(wc -c < "$work/$tarball") bytes"
foreign=$(tar -tzf "$work/$tarball" | grep -vE '^package/(dist|migrations|fixtures)/|^package/(package\.json|README(\.zh-CN)?\.md|LICENSE)$' || true)
[ -z "$foreign" ] || { echo "does not belong into the package: $foreign"; exit 1; }

cd "$work"
export PATH="$node:$PATH" # the Node.js that the repo pins; installing works with an older one
echo '{"name":"smoke","private":true,"type":"module","allowScripts":{"better-sqlite3":false}}' > package.json
npm install --silent --no-audit --no-fund "./$tarball"

test "$(npx scm-emulator --version)" = "$(node -p "require('$root/package.json').version")"
npx scm-emulator --help | grep -q -- --log-level

# Not through npx, which would not pass the signal on.
./node_modules/.bin/scm-emulator --port 0 --db ./smoke.db > server.log 2>&1 &
server=$!
for _ in $(seq 100); do
  url=$(grep -o 'http://127.0.0.1:[0-9]*' server.log | head -1) && [ -n "$url" ] && break
  sleep 0.1
done
revoke() {
  curl -s -X POST "$url/v2/0f5181caba0024e72f89c0045e707b91/scm/cert/scs1700000000001/revoke" \
    -H 'X-Auth-Token: scm-emulator-demo-token-000000000001' -H 'Content-Type: application/json' -d '{"reason": "key lost"}'
}
test "$(revoke)" = '{"message":"success"}'
revoke | grep -q SCM.0010
curl -s "$url/pki/0f5181caba0024e72f89c0045e707b91/ca.crl.pem" | grep -q 'BEGIN X509 CRL'
curl -s "$url/docs" | grep -q openapi-explorer
test "$(curl -s "$url/docs/viewer.js" | wc -c)" -gt 500000
npx scm-emulator world list --url "$url" | grep -q cn-north-4
kill "$server" && wait "$server" 2>/dev/null || true
server=

cat > library.js <<'JS'
import { startEmulator } from 'scm-emulator'
import { connect } from 'scm-emulator/client'
const emulator = await startEmulator()
const world = await connect(emulator.url).createProject({ certificates: [{}] })
if ((await world.settings()).certificates !== 1) process.exit(1)
await emulator.close()
JS
node library.js
echo 'the packed package works'
