#!/usr/bin/env bash
# The installed command, in the folder where it was installed.
set -euo pipefail
root=$1
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; }
trap finish EXIT

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
npx scm-emulator world list --url "$url" | grep -q cn-north-4
kill "$server" && wait "$server" || { echo "stopped with exit code $?"; exit 1; }
server=

# An old Node.js, where the machine has one, gets one sentence.
for old in $(type -aP node); do
  [[ $("$old" --version) =~ ^v(1[0-9]|20|21)\. ]] || continue
  code=0
  said=$("$old" node_modules/.bin/scm-emulator 2>&1) || code=$?
  [ "$code" = 1 ] && [ "$said" = "scm-emulator needs Node.js 22.18 or newer; this is $("$old" -p process.versions.node)" ] ||
    { echo "Node.js $("$old" --version) ended with $code and said: $said"; exit 1; }
  code=0
  said=$("$old" --input-type=module -e "import('scm-emulator').then(({ createEmulator }) => createEmulator()).catch((error) => console.log(error.message))" 2>&1) || code=$?
  [ "$code" = 0 ] && [ "$(wc -l <<< "$said")" = 1 ] && [[ $said == *'needs Node.js 22.18 or newer'* ]] ||
    { echo "the library under Node.js $("$old" --version) ended with $code and said: $said"; exit 1; }
  echo "told so: Node.js $("$old" --version)"
  break
done
