#!/usr/bin/env bash
# Replaces every container of a service of docker-compose.yml by a new one, one after the other:
# the new one is healthy before the old one is told to stop, and the old one has its whole stop
# grace. For a new version build or pull the image first.
#
#   deploy/rolling-replace.sh [compose options such as -p or -f] SERVICE
set -euo pipefail

(($# >= 1)) || {
  echo 'say which service to replace: deploy/rolling-replace.sh edge' >&2
  exit 2
}
service=${!#}
compose=(docker compose "${@:1:$#-1}")
cd "$(dirname "$0")/.."

mapfile -t old < <("${compose[@]}" ps -q "$service")
((${#old[@]} > 0)) || {
  echo "no container of $service runs: docker compose up -d $service" >&2
  exit 1
}
for container in "${old[@]}"; do
  # One more than now: with --no-recreate the others are left alone.
  "${compose[@]}" up -d --no-deps --no-build --no-recreate --wait --scale "$service=$((${#old[@]} + 1))" "$service"
  docker stop "$container" >/dev/null
  docker rm "$container" >/dev/null
done
