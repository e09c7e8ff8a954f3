#!/usr/bin/env bash
# What a packed package holds: each of these patterns is there, and nothing else is. Its size.
set -euo pipefail
tarball=$1
limit=1000000

patterns=(
  'package\.json' 'README\.md' 'README\.zh-CN\.md' 'LICENSE' 'docs/(zh/)?[a-z]+\.(md|svg)'
  'llms\.txt' 'clients/python/scm_emulator\.py' 'clients/go/scmemulator\.go' 'clients/java/ScmEmulator\.java'
  'fixtures/demo\.json' 'migrations/[0-9]{4}-[a-z-]+\.sql'
  'dist/main\.js' 'dist/index\.js' 'dist/client\.js' 'dist/[a-z-]+-[0-9A-Z]{8}\.js' 'dist/LICENSES\.txt'
  'dist/openapi\.json' 'dist/docs/LICENSE' 'dist/docs/page\.(html|js)' 'dist/docs/openapi-explorer\.min\.js'
  'dist/console/page\.html' 'dist/console/app\.(js|css)' 'dist/console/(en|zh)\.js'
  'dist/types/index\.d\.ts' 'dist/types/client\.d\.ts' 'dist/types/([a-z]+/)?[a-z0-9-]+\.d\.ts'
)

files=$(tar -tzf "$tarball" | sed 's#^package/##' | sort)
for pattern in "${patterns[@]}"; do
  grep -qxE "$pattern" <<< "$files" || { echo "the package lacks $pattern"; exit 1; }
done
foreign=$(grep -vxE "$(IFS='|'; echo "${patterns[*]}")" <<< "$files" || true)
[ -z "$foreign" ] || { echo "does not belong into the package: $foreign"; exit 1; }

packed=$(wc -c < "$tarball")
unpacked=$(gzip -dc "$tarball" | tar -xO | wc -c)
echo "packed: $packed bytes in $(wc -l <<< "$files") files, $unpacked unpacked"
[ "$packed" -lt "$limit" ] || { echo "a package is under $limit bytes"; exit 1; }

# Whoever has only this package can read its types.
imports=$(tar -xzOf "$tarball" --wildcards 'package/dist/types/*' | grep -E "(from|import\(|import) ?['\"][^.]" || true)
[ -z "$imports" ] || { echo "types of other packages: $imports"; exit 1; }
