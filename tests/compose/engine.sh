#!/usr/bin/env bash
# Gets a Docker engine and `docker compose` 2.24 or newer to answer, where that is possible.
#
#   tests/compose/engine.sh start   exit 0: an engine answers (`started` on stdout: it was started);
#                                   exit 3: none can run here, the reason on stderr
#   tests/compose/engine.sh stop    stops the engine that `start` started, and no other
#
# On Debian as root it installs what is missing (docker.io; the compose plugin from Debian trixie's
# package, for this user). An engine that already answers is used as it is and never stopped.
set -euo pipefail

# shellcheck source=debian.sh
. "$(cd "$(dirname "$0")" && pwd)/debian.sh"
pid_file=$cache/dockerd.pid
start_timeout_s=60
# The override tags of docker-compose.lavinmq.yml came with 2.24.4.
compose_minor_min=24

say() { printf 'engine: %s\n' "$*" >&2; }
cannot() {
  say "no Docker engine here: $*"
  exit 3
}
answers() { docker info >/dev/null 2>&1; }
may_install() { [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; }

apt_install() {
  may_install || cannot "$1 is missing and only root can install it"
  { apt-get install -y -qq --no-install-recommends "$@" || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; }; } \
    >"$cache/apt.log" 2>&1 || cannot "apt-get install $* failed, see $cache/apt.log"
}

# Debian 13 has the command in a package of its own.
install_engine() {
  command -v dockerd >/dev/null && command -v docker >/dev/null && return
  local packages=(docker.io iptables)
  if apt-cache show docker-cli >/dev/null 2>&1; then packages+=(docker-cli); fi
  apt_install "${packages[@]}"
}

start_engine() {
  [[ -z ${DOCKER_HOST:-} ]] || cannot "DOCKER_HOST=$DOCKER_HOST does not answer"
  install_engine
  [[ $(id -u) == 0 ]] || cannot 'only root can start one'
  # Images and layers of its own: the made ones carry the names of official images, and belong in no other store.
  setsid dockerd --data-root "$cache/docker" >"$cache/dockerd.log" 2>&1 </dev/null &
  local pid=$! waited=0
  until answers; do
    kill -0 "$pid" 2>/dev/null || cannot "dockerd stopped at once, see $cache/dockerd.log: $(tail -n 1 "$cache/dockerd.log")"
    ((waited++ < start_timeout_s)) || {
      kill "$pid"
      cannot "dockerd does not answer, see $cache/dockerd.log"
    }
    sleep 1
  done
  echo "$pid" >"$pid_file"
  echo started
}

compose_fits() {
  local version
  version=$(docker compose version --short 2>/dev/null) || return 1
  [[ $version =~ ^v?([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 2 || (BASH_REMATCH[1] == 2 && BASH_REMATCH[2] >= compose_minor_min)))
}

# The plugins' binaries ask for no more than glibc 2.34, so trixie's run on older releases too.
install_plugins() {
  may_install || cannot 'docker compose 2.24 or newer is missing and only root can install it'
  local plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins work why
  why=$(debian_tree) || cannot "docker compose can't be fetched: $why"
  work=$(mktemp -d "$tree/tmp/plugins.XXXXXX")
  cp /etc/resolv.conf "$tree/etc/resolv.conf"
  chmod 755 "$work"
  chroot "$tree" sh -c "apt-get update -qq && cd '/tmp/${work##*/}' && apt-get download -qq docker-compose docker-buildx" \
    >"$cache/apt.log" 2>&1 || cannot "docker compose could not be fetched, see $cache/apt.log"
  for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work/root"; done
  mkdir -p "$plugins"
  cp "$work"/root/usr/libexec/docker/cli-plugins/* "$plugins/"
  rm -rf "$work"
  compose_fits || cannot 'docker compose does not run'
  say "docker compose $(docker compose version --short) installed in $plugins"
}

stop_engine() {
  [[ -f $pid_file ]] || return 0
  local pid
  pid=$(<"$pid_file")
  rm -f "$pid_file"
  if [[ $(cat "/proc/$pid/comm" 2>/dev/null) == dockerd ]]; then
    kill "$pid"
    tail --pid="$pid" -f /dev/null
    say 'stopped'
  fi
}

mkdir -p "$cache"
case ${1:-} in
  start)
    answers || start_engine
    compose_fits || install_plugins
    ;;
  stop) stop_engine ;;
  *)
    say 'say what to do: start or stop'
    exit 2
    ;;
esac
