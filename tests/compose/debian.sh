# Sourced by the scripts beside it: a minimal Debian, unpacked once and kept between runs.

# All that the test keeps lies below the work tree: `rm -rf .cache` is the way back.
cache=${MARU_COMPOSE_CACHE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/.cache/compose}
suite=trixie
tree=$cache/$suite

# Unpacks it with debootstrap's own default mirror and keyring; prints why when it can't.
debian_tree() {
  # Two runs at once: the second one waits for the first one's.
  mkdir -p "$cache"
  (flock 9 && unpack_debian) 9>"$cache/debian.lock"
}

unpack_debian() {
  [[ -f $tree/.complete ]] && return
  if [[ $(id -u) != 0 ]]; then
    echo 'unpacking a Debian system needs root'
    return 1
  fi
  if ! command -v debootstrap >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap; } >"$cache/apt.log" 2>&1 || {
      echo "debootstrap could not be installed, see $cache/apt.log"
      return 1
    }
  fi
  rm -rf "$tree"
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$tree" >"$cache/debootstrap.log" 2>&1 || {
    echo "debootstrap failed, see $cache/debootstrap.log"
    return 1
  }
  touch "$tree/.complete"
}
