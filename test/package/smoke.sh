#!/usr/bin/env bash
# Packs the package, installs it in an empty folder, and uses it there as its users do: the command, the library, the types.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
parts=$root/test/package
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tarball=$work/$(cd "$root" && npm pack --silent --ignore-scripts --pack-destination "$work" | tail -1)
bash "$parts/contents.sh" "$tarball"

# A machine for the package: the Node.js that the repo pins, npm and a shell, so that nothing could be compiled.
mkdir "$work/bin" "$work/app"
link() { ln -s "$(readlink -f "$1")" "$work/bin/$(basename "$1")"; }
link "$root/node_modules/.bin/node"
for tool in npm npx sh env; do link "$(command -v "$tool")"; done
cd "$work/app"
echo '{"name":"smoke","private":true,"type":"module"}' > package.json
begin=$(date +%s%N)
PATH=$work/bin npm install --silent --no-audit --no-fund "$tarball"
echo "installed without a compiler: $((($(date +%s%N) - begin) / 1000000)) ms, $(du -sm node_modules | cut -f1) MB with its dependencies"

export PATH="$work/bin:$PATH"
bash "$parts/command.sh" "$root"
bash "$parts/library.sh" "$root"
bash "$parts/suite.sh" "$root"
echo 'the packed package works'
