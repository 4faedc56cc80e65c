#!/usr/bin/env bash
# Swift 6 on a Debian that has none: Debian 13's packages in a folder of their own, beside the system. Needs root.
#   chroot.sh install DIR           makes DIR, unless it is there: about two minutes, 2.7 GB
#   chroot.sh run DIR SHARED WORKDIR ARGS…
#                                   runs ARGS in WORKDIR. It is in SHARED, a folder that has the same path inside
set -euo pipefail
command=$1 dir=$2

fail() { echo "ringpost: $1" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail 'installing Swift for the tests needs root. Or put a Swift 6 on the PATH.'

# The mounts belong to this process and end with it. So removing DIR removes nothing else.
if [ -z "${RINGPOST_SWIFT_MOUNTS:-}" ]; then
  export RINGPOST_SWIFT_MOUNTS=own
  exec unshare --mount --propagation private bash "$0" "$@"
fi

enter() { # without /proc swift dies of an illegal instruction
  local root=$1; shift
  mkdir -p "$root/proc" "$root/dev"
  mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
  mountpoint -q "$root/dev" || mount --rbind /dev "$root/dev"
  chroot "$root" "$@"
}

mirror_of_this_system() {
  { cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.list 2>/dev/null || true; } |
    awk '$1 == "URIs:" { print $2; exit } $1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^https?:/) { print $i; exit } }'
}

# A link whose target exists only inside.
is_installed() { [ -L "$dir/usr/bin/swift" ] || [ -x "$dir/usr/bin/swift" ]; }

install_swift() {
  echo "ringpost: installing Swift 6 into $dir (once, some minutes, 2.7 GB) …" >&2
  local partial="$dir.partial" mirror
  mirror=$(mirror_of_this_system)
  [ -n "$mirror" ] || fail 'no Debian mirror in /etc/apt. Put a Swift 6 on the PATH instead.'
  if ! command -v debootstrap >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
  fi
  rm -rf --one-file-system "$partial"
  mkdir -p "$partial"
  debootstrap --variant=minbase --include=ca-certificates trixie "$partial" "$mirror" >/dev/null
  cp /etc/apt/apt.conf.d/* "$partial/etc/apt/apt.conf.d/" 2>/dev/null || true
  enter "$partial" env DEBIAN_FRONTEND=noninteractive sh -c '
    apt-get update -qq &&
    apt-get install -y -qq --no-install-recommends swiftlang swiftlang-dev libc6-dev g++ libstdc++-14-dev >/dev/null'
  rm -rf "$partial/var/cache/apt/archives" "$partial/var/lib/apt/lists"
  mv "$partial" "$dir"
}

case $command in
install)
  ! is_installed || exit 0
  mkdir -p "$(dirname "$dir")"
  exec 9>"$dir.lock"
  flock 9 # of two at once one installs, and the other one finds it done
  is_installed || install_swift
  ;;
run)
  shared=$3 workdir=$4
  shift 4
  mkdir -p "$dir$shared"
  mountpoint -q "$dir$shared" || mount --bind "$shared" "$dir$shared"
  enter "$dir" env HOME=/root sh -c 'cd "$0" && exec "$@"' "$workdir" "$@"
  ;;
*) fail "unknown command: $command" ;;
esac
