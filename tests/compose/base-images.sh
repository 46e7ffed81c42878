#!/usr/bin/env bash
# Makes the base images that the Dockerfile and the compose file name, where they can't be pulled.
#
# Each image is taken in this order: already in the engine, pulled, made here from Debian and npm
# packages under the very same tag. A made image is a stand-in for tests: it honours the mounts,
# users, paths and environment that docker-compose.yml uses, and carries the label maru.stand-in
# with the versions inside. Grafana is in neither registry, so it has no stand-in.
#
#   tests/compose/base-images.sh            make what is missing
#   tests/compose/base-images.sh --remove   remove the stand-ins (never a pulled image)
#
# Environment: MARU_PULL=0 skips the attempts to pull; MARU_COMPOSE_CACHE is where the unpacked
# Debian system is kept between runs (default .cache/compose in the work tree).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=debian.sh
. "$here/debian.sh"
debian_image=maru-stand-in/debian:$suite
pull_timeout_s=300

say() { printf 'base-images: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# Every image the project needs from elsewhere, one a line.
wanted_images() {
  sed -nE 's/^ARG NODE_IMAGE=(.+)$/\1/p' "$root/Dockerfile"
  docker compose -f "$root/docker-compose.yml" config --images | grep -v '^maru\b'
}

have_image() { docker image inspect "$1" >/dev/null 2>&1; }

pull_image() {
  [[ ${MARU_PULL:-1} != 0 ]] && timeout "$pull_timeout_s" docker pull -q "$1" >/dev/null 2>&1
}

# What the others are built on.
make_debian() {
  have_image "$debian_image" && return
  local why
  why=$(debian_tree) || die "$1 can't be pulled, and not made: $why"
  tar -C "$tree" --exclude=./var/cache/apt/archives --exclude=./proc --exclude=./sys --exclude=./dev -c . |
    docker import -c 'LABEL maru.stand-in=debian' -c 'CMD ["bash"]' - "$debian_image" >/dev/null
}

# build TAG RECIPE [CONTEXT]: the host's network, because its resolver may be on the loopback.
build() {
  local tag=$1 recipe=$2 context=${3:-$here/images}
  docker build -q --network host -t "$tag" -f "$here/images/$recipe.Dockerfile" \
    --build-arg "DEBIAN_IMAGE=$debian_image" "$context" >/dev/null
}

# Node from its npm package, with npm; the registry and the certificates npm uses on this machine
# go into the image, so that the project's Dockerfile needs no word about either.
make_node() {
  local tag=$1 version context
  version=$(sed -nE 's/^[^:]+:([0-9]+\.[0-9]+\.[0-9]+).*$/\1/p' <<<"$tag")
  [[ -n $version ]] || die "$tag names no exact Node version"
  context=$(mktemp -d "$cache/node.XXXXXX")
  local cpu
  case $(uname -m) in
    x86_64) cpu=x64 ;;
    aarch64 | arm64) cpu=arm64 ;;
    *) die "no Node package for $(uname -m)" ;;
  esac
  npm install --silent --no-save --no-package-lock --ignore-scripts --prefix "$context" \
    "node-linux-$cpu@$version" "npm@$((${version%%.*} >= 24 ? 11 : 10))" >&2
  mv "$context/node_modules/node-linux-$cpu/bin/node" "$context/node"
  mv "$context/node_modules/npm" "$context/npm"
  rm -rf "$context/node_modules"
  cp /etc/ssl/certs/ca-certificates.crt "$context/ca-certificates.crt"
  {
    printf 'registry=%s\n' "$(npm config get registry 2>/dev/null)"
    printf 'cafile=/etc/ssl/certs/ca-certificates.crt\nfund=false\naudit=false\nupdate-notifier=false\n'
  } >"$context/npmrc"
  build "$tag" node "$context"
  rm -rf "$context"
}

make_image() {
  local tag=$1
  make_debian "$tag"
  mkdir -p "$cache"
  case $tag in
    node:*) make_node "$tag" ;;
    rabbitmq:*) build "$tag" rabbitmq ;;
    haproxy:*) build "$tag" haproxy ;;
    prom/prometheus:*) build "$tag" prometheus ;;
    grafana/grafana:*)
      say "$tag can be neither pulled nor made here; start the stack without it: docker compose up --wait haproxy prometheus"
      return
      ;;
    *) die "$tag can't be pulled and there is no recipe for it in tests/compose/images" ;;
  esac
  say "$tag made: $(docker image inspect -f '{{index .Config.Labels "maru.stand-in"}}' "$tag")"
}

# What was built on a stand-in inherits its label: the project's own image is left alone.
remove_images() {
  docker image ls --filter label=maru.stand-in --filter dangling=false --format '{{.Repository}}:{{.Tag}}' |
    grep -vE '^(maru|<none>):' | xargs --no-run-if-empty docker image rm >/dev/null
  say 'stand-ins removed'
}

docker info >/dev/null 2>&1 || die 'no Docker engine answers: start one, or run tests/compose/engine.sh start'
if [[ ${1:-} == --remove ]]; then
  remove_images
  exit
fi
wanted_images | sort -u | while read -r image; do
  if have_image "$image"; then
    say "$image is here"
  elif pull_image "$image"; then
    say "$image pulled"
  else
    make_image "$image" </dev/null
  fi
done
