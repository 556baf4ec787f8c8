#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The proof that ./run and ./check do all the set-up: a minimal Debian 12 in a folder, a clone of this checkout's HEAD in
# it, both commands there. Needs root, mmdebstrap and a network. Usage: tests/clean-machine.sh [--keep] [WORK FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
keep=0; [ "${1:-}" = --keep ] && { keep=1; shift; }
[ "$(id -u)" = 0 ] || { echo "clean-machine: expected root (chroot), saw uid $(id -u)" >&2; exit 1; }
command -v mmdebstrap >/dev/null || apt-get -y -qq install --no-install-recommends mmdebstrap
work=${1:-$(mktemp -d /var/tmp/decant-clean.XXXXXX)}; root=$work/root
mkdir -p "$work"

unmount() {
  local d; for d in dev proc sys; do mountpoint -q "$root/$d" && umount -R -l "$root/$d"; done
  return 0
}
finish() {
  unmount
  # Never remove while the real /dev may still be bound below.
  if [ "$keep" = 0 ] && ! grep -q " $root" /proc/mounts; then rm -rf --one-file-system "$root"; fi
}
trap finish EXIT

echo "== a minimal Debian 12 in $root"
sources=/etc/apt/sources.list.d/debian.sources
[ -f "$sources" ] || sources=/etc/apt/sources.list
mmdebstrap --quiet --variant=minbase --include=ca-certificates,git bookworm "$root" "$sources"
for d in proc sys dev; do mount --rbind /$d "$root/$d"; mount --make-rslave "$root/$d"; done
# What lets this machine reach its package mirrors must hold in there as well.
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
[ -f ~/.npmrc ] && cp ~/.npmrc "$root/root/"
npm_config=$(npm config get globalconfig 2>/dev/null || true)
[ -n "$npm_config" ] && [ -f "$npm_config" ] && [ ! -f ~/.npmrc ] && cp "$npm_config" "$root/root/.npmrc"
git clone -q . "$root/root/decant"
commit=$(git -C "$root/root/decant" rev-parse --short HEAD)

inside() {
  chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt bash -c "cd /root/decant && $1" </dev/null
}
for command in './run --yes' './check' './run --yes'; do
  echo "== $command"
  start=$(date +%s)
  inside "$command"
  echo "== $command took $(($(date +%s) - start)) s"
done
echo "clean-machine: passed, commit $commit"
