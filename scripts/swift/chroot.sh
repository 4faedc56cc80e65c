#!/usr/bin/env bash
# Swift 6 on a Debian that has none: Debian 13's packages in a folder of their own, beside the system. Needs root.
#   chroot.sh install DIR           makes DIR, unless it is there: one or two minutes, 2.7 GB
#   chroot.sh run DIR SHARED WORKDIR ARGS…
#                                   runs ARGS in WORKDIR. It is in SHARED, a folder that has the same path inside
# RINGPOST_DEBIAN_MIRROR names a mirror other than the one of this system.
set -euo pipefail
command=$1 dir=$2
# A slow mirror takes its time. One that has stopped answering must not take all of the time that a CI job has.
install_limit=20m

fail() { echo "ringpost: $1" >&2; exit 1; }

other_ways="Other ways: a Swift 6 on the PATH (on Debian 13: apt-get install swiftlang swiftlang-dev libc6-dev g++ \
libstdc++-14-dev), or RINGPOST_SWIFT with a folder into which it was installed before."

outside() { # checks what the machine allows, and runs this script again with mounts of its own
  [ "$(id -u)" = 0 ] || fail "the tests of client/ios need root to install Swift, and to run it. $other_ways"
  local own_mounts=(unshare --mount --propagation private)
  "${own_mounts[@]}" true 2>/dev/null ||
    fail "this container may not mount /proc, which Swift needs. Start it with --cap-add SYS_ADMIN. $other_ways"
  # The mounts belong to that process and end with it. So removing DIR removes nothing else.
  export RINGPOST_SWIFT_MOUNTS=own
  [ "$command" = install ] || exec "${own_mounts[@]}" bash "$0" "$@"
  local status=0
  timeout --kill-after=30 "$install_limit" "${own_mounts[@]}" bash "$0" "$@" &
  # shellcheck disable=SC2064
  trap "kill $! 2>/dev/null" INT TERM
  wait $! || status=$?
  [ "$status" != 124 ] || echo "ringpost: the Debian mirror took longer than $install_limit." >&2
  [ "$status" = 0 ] || fail "Swift could not be installed into $dir; why is written above. Run it again. $other_ways"
}

enter() { # without /proc swift dies of an illegal instruction
  local root=$1; shift
  mkdir -p "$root/proc" "$root/dev"
  # A container whose /proc is masked may not mount another one, but may show its own.
  mountpoint -q "$root/proc" || mount -t proc proc "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc"
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
  echo "ringpost: installing Swift 6 into $dir (once, one or two minutes, 2.7 GB) …" >&2
  local partial="$dir.partial" mirror=${RINGPOST_DEBIAN_MIRROR:-}
  [ -n "$mirror" ] || mirror=$(mirror_of_this_system)
  [ -n "$mirror" ] || fail 'there is no Debian mirror in /etc/apt. RINGPOST_DEBIAN_MIRROR can name one.'
  # A mirror that hangs is asked again, and another apt-get on this machine may finish first.
  local patience=(Acquire::Retries=3 Acquire::http::Timeout=60 Acquire::https::Timeout=60 DPkg::Lock::Timeout=300)
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq "${patience[@]/#/-o}")
  if ! command -v debootstrap >/dev/null; then
    "${apt[@]}" update
    "${apt[@]}" install -y --no-install-recommends debootstrap >/dev/null
  fi
  # What an installation has left that was interrupted.
  rm -rf --one-file-system "$partial"
  mkdir -p "$partial"
  debootstrap --variant=minbase --include=ca-certificates trixie "$partial" "$mirror" >"$partial.log" ||
    { tail -n 5 "$partial.log" >&2; return 1; }
  cp /etc/apt/apt.conf.d/* "$partial/etc/apt/apt.conf.d/" 2>/dev/null || true
  enter "$partial" "${apt[@]}" update
  enter "$partial" "${apt[@]}" install -y --no-install-recommends \
    swiftlang swiftlang-dev libc6-dev g++ libstdc++-14-dev >/dev/null
  enter "$partial" swift --version >/dev/null # whether it runs at all
  rm -rf "$partial/var/cache/apt/archives" "$partial/var/lib/apt/lists" "$partial.log"
  # Only now is it there: another command never finds half of it.
  mv "$partial" "$dir"
}

if [ -z "${RINGPOST_SWIFT_MOUNTS:-}" ]; then
  case $command in install) ! is_installed || exit 0 ;; esac
  outside "$@"
  exit 0
fi

case $command in
install)
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
