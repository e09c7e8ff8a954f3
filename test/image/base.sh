#!/usr/bin/env bash
# Makes a folder with what the official image of Node.js has, as far as the Dockerfile leans on it: a small Debian, Node.js
# and npm below /usr/local, the user `node`. base.sh FOLDER NODE
set -euo pipefail
folder=$1
node=$2

debootstrap --variant=minbase bookworm "$folder" http://deb.debian.org/debian
rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/* "$folder"/usr/share/{doc,info,locale,man}

install -m 755 "$node" "$folder/usr/local/bin/node"
modules=$folder/usr/local/lib/node_modules
mkdir -p "$modules"
packed=$(cd "$folder/tmp" && npm pack --silent npm@11)
tar -xzf "$folder/tmp/$packed" -C "$modules"
rm "$folder/tmp/$packed"
mv "$modules/package" "$modules/npm"
for name in npm npx; do
  chmod +x "$modules/npm/bin/$name-cli.js"
  ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$folder/usr/local/bin/$name"
done
chroot "$folder" groupadd --gid 1000 node
chroot "$folder" useradd --uid 1000 --gid node --shell /bin/bash --create-home node

# The registry that this machine uses, and whom it trusts.
mkdir -p "$folder/usr/local/etc"
"$node" -p 'require("node:tls").rootCertificates.join("\n")' > "$folder/usr/local/etc/npm-ca.pem"
trusted=$(npm config get cafile 2>/dev/null)
for file in "$trusted" "${NODE_EXTRA_CA_CERTS-}"; do
  if [ -f "$file" ]; then cat "$file" >> "$folder/usr/local/etc/npm-ca.pem"; fi
done
printf 'registry=%s\ncafile=/usr/local/etc/npm-ca.pem\nupdate-notifier=false\n' \
  "$(npm config get registry 2>/dev/null)" > "$folder/usr/local/etc/npmrc"
