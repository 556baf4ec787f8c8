# SPDX-License-Identifier: GPL-3.0-or-later
# What ./run and ./check share: words on the terminal, installing what is missing, building. Sourced, not run.

say() { printf '%s\n' "$*"; }
step() { printf '\033[1m%s\033[0m\n' "$*"; }
die() { printf 'decant: %s\n' "$*" >&2; exit 1; }

# Debian and Ubuntu package names. Reasons for each library: docs/DEPENDENCIES.md.
BUILD_PACKAGES="gcc libc6-dev meson ninja-build pkg-config python3 gettext desktop-file-utils libglib2.0-dev libgtk-4-dev libadwaita-1-dev
 libjson-glib-dev libpcre2-dev libnotify-dev libsqlite3-dev libsodium-dev libsecret-1-dev libqrencode-dev libssl-dev"
SHOW_PACKAGES="adwaita-icon-theme gsettings-desktop-schemas dbus dbus-x11 fonts-dejavu-core fonts-noto-core fonts-noto-color-emoji fonts-droid-fallback"
DISPLAY_PACKAGES="xvfb xauth x11-utils xdotool imagemagick openbox at-spi2-core python3-gi gir1.2-atspi-2.0"
CHECK_PACKAGES="clang libclang-rt-14-dev git openssl sqlite3 appstream flatpak-builder libnotify-bin procps
 golang-go golang-golang-x-mod-dev"

on_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }
installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
known() { apt-cache show "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Browsers that load an unpacked extension and are not Snaps: a Snap cannot start a host outside its sandbox, and Ubuntu's
# /usr/bin/firefox and chromium-browser are scripts that lead to one.
is_snap() { case "$(readlink -f "$1")" in */snap*) return 0 ;; esac; grep -qsIE 'snap run|/snap/bin' "$1"; }
find_browser() { local p; for p; do p=$(command -v "$p") || continue; is_snap "$p" || { printf '%s\n' "$p"; return 0; }; done; return 1; }
find_chromium() { find_browser chromium chromium-browser; }
find_firefox() { find_browser firefox-esr firefox; }

# missing_packages PACKAGE… : those of the list that are not installed
missing_packages() { local p; for p in "$@"; do installed "$p" || printf '%s ' "$p"; done; }

# install_packages YES PACKAGE… : asks unless YES is 1; says what it does; does nothing when nothing is missing
install_packages() {
  local yes=$1 missing; shift
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  on_debian || die "expected Debian or Ubuntu (apt-get), saw neither. Install these by hand: $missing"
  say "Missing packages: $missing"
  if [ "$yes" != 1 ]; then
    [ -t 0 ] || die "packages are missing and there is no terminal to ask on. Run again with --yes to install them."
    read -r -p "Install them with apt-get? [Y/n] " answer
    case "$answer" in ''|[Yy]*) ;; *) die "nothing was installed. Install them by hand, then run this again." ;; esac
  fi
  export DEBIAN_FRONTEND=noninteractive
  mkdir -p build; local log=build/install.log apt="apt-get -y -qq -o DPkg::Lock::Timeout=600"
  as_root env DEBIAN_FRONTEND=noninteractive $apt update >"$log" 2>&1 || { tail -5 "$log"; die "apt-get update failed (see $log): is there a network?"; }
  local wanted='' p
  for p in $missing; do if known "$p"; then wanted="$wanted $p"; else say "  not in this distribution, left out: $p"; fi; done
  as_root env DEBIAN_FRONTEND=noninteractive $apt install --no-install-recommends $wanted >>"$log" 2>&1 || { tail -15 "$log"; die "apt-get install failed (see $log)"; }
}

# Node may be there without being a package; 18.18 is what Debian 12 has.
node_packages() { if command -v node >/dev/null && command -v npm >/dev/null; then :; else echo "nodejs npm"; fi; }

# The development tools of package-lock.json (puppeteer-core drives the browsers). No network is used when they are there.
install_node_modules() {
  local stamp=node_modules/.decant-lock
  cmp -s package-lock.json "$stamp" && return 0
  mkdir -p build
  npm ci --ignore-scripts --no-audit --no-fund >build/npm.log 2>&1 || { tail -8 build/npm.log; die "npm ci failed (see build/npm.log): is there a network?"; }
  cp package-lock.json "$stamp"
}

# build FOLDER [MESON OPTION…]
build() {
  local folder=$1 log; shift; mkdir -p build; log=build/build-$(basename "$folder").log
  if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$folder" "$@" >"$log" 2>&1 || { tail -15 "$log"; die "meson setup failed (see $log)"; }
  fi
  ninja -C "$folder" >"$log" 2>&1 || { grep -E 'error:|FAILED|warning:' "$log" | head -20; die "the build failed (see $log)"; }
}
