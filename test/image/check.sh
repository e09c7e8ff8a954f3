#!/usr/bin/env bash
# Runs the Dockerfile's steps for real, without an engine, and then what they made: Debian's buildah builds on a base that
# debootstrap makes here, so no registry of images is asked. Everything stands in a temporary folder, and every mount
# belongs to a namespace that ends with this script.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)

skip() { echo "the image is not checked: $*"; exit 0; }
if [ "${1-}" != inside ]; then
  [ "$(id -u)" = 0 ] || skip 'buildah without an engine needs root here'
  command -v apt-get >/dev/null || skip 'there is no apt-get, for debootstrap and buildah'
  unshare --mount --net --pid --fork true 2>/dev/null || skip 'this machine allows no namespaces'
  if ! command -v buildah >/dev/null || ! command -v debootstrap >/dev/null || ! command -v ip >/dev/null; then
    apt-get update -qq >/dev/null
    apt-cache show buildah debootstrap >/dev/null 2>&1 || skip 'this machine has no packages of buildah and debootstrap'
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      buildah debootstrap debian-archive-keyring iproute2 >/dev/null
  fi
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  unshare --mount --pid --fork --kill-child --mount-proc bash "$0" inside "$work"
  exit
fi

work=$2
began=$SECONDS
say() { printf '%-12s %s\n' "$1" "$2"; }
quietly() { "$@" > "$work/log" 2>&1 || { tail -n 60 "$work/log"; exit 1; }; }

base=$(sed -n 's/^FROM \([^ ]*\).*/\1/p' "$root/Dockerfile" | sort -u)
[ "$(wc -w <<< "$base")" = 1 ] || { echo "the Dockerfile names several bases: $base"; exit 1; }
quietly bash "$root/test/image/base.sh" "$work/base" "$root/node_modules/node/bin/node"
# What an engine's commands are called in docs/deployment.md, and what does the same here.
mkdir "$work/bin"
cat > "$work/bin/docker" <<SH
#!/bin/sh
set -e
buildah="buildah --storage-driver vfs --root $work/storage --runroot $work/run"
case \$1 in
  build)
    shift
    # Debian's buildah is older than --start-interval.
    case " \$* " in *" --file "*) ;; *)
      sed 's/ --start-interval=[^ ]*//' Dockerfile > "$work/Dockerfile"
      set -- --file "$work/Dockerfile" "\$@" ;;
    esac
    exec \$buildah bud --isolation chroot --pull-never --format docker "\$@" ;;
  push) exec \$buildah push --quiet "\$2" "dir:$work/pushed" ;;
  *) exec \$buildah "\$@" ;;
esac
SH
chmod +x "$work/bin/docker"
export PATH="$work/bin:$PATH"
quietly docker build --tag "docker.io/library/$base" --file "$root/test/image/Base" "$work/base"
say base "$base, made in $((SECONDS - began)) s"

# The documentation's own commands.
commands=$(awk '/^```sh$/ { block = ""; on = 1; next } /^```$/ { if (on && block ~ /^docker build/) printf "%s", block; on = 0 }
  on { block = block $0 "\n" }' "$root/docs/deployment.md")
tag=$(sed -n 's/^docker build -t \([^ ]*\) \.$/\1/p' <<< "$commands")
[ -n "$tag" ] || { echo 'docs/deployment.md does not say how the image is built'; exit 1; }
built=$SECONDS
cd "$root"
quietly bash -ec "$commands"
[ -s "$work/pushed/manifest.json" ] || { echo 'nothing was pushed'; exit 1; }
say build "every step of the Dockerfile, in $((SECONDS - built)) s: $tag"

docker inspect --type image "$tag" > "$work/image.json"
image=$(docker mount "$(docker from --pull-never "$tag")")
# A server that does not stop is waited for no longer than this; it goes with the namespace.
timeout --signal KILL 120 unshare --net sh -c 'ip link set lo up && exec "$@"' sh \
  "$root/node_modules/.bin/node" test/image/behave.ts "$work/image.json" "$image" "$work/base"
say done "in $((SECONDS - began)) s"
