#!/usr/bin/env bash
# Builds the images that the others stand on, and prints the name of each that was asked for.
#
# Usage: docker/images.sh [debian|base|base-sklearn|postgres|--all]…        (default: base)
#
#   debian         minimal Debian 12: pulled when an image registry answers, else built from Debian's packages
#   base           debian with Python's standard library and PyYAML
#   base-sklearn   base with scikit-learn
#   postgres       debian with PostgreSQL 15
#
# Each image is tagged twice: consilium/NAME:HASH, where the hash is of its recipe and of what it stands on, so that an
# unchanged image is never built again; and a stable tag for Dockerfiles and tests (consilium/base:bookworm,
# consilium/postgres:15). To get newer packages: docker image rm the image, or set CONSILIUM_REBUILD=1.
#
# Environment:
#   CONSILIUM_REBUILD=1       build anew what was asked for, and what it stands on
#   CONSILIUM_PULL=0          do not try to pull Debian's image
#   CONSILIUM_DEBIAN_MIRROR   a Debian mirror for the root filesystem
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=docker/lib/common.sh
source "$here/lib/common.sh"
cd "$here"

readonly DEBIAN_IMAGE=docker.io/library/debian:bookworm-slim
readonly PULL_SECONDS=10

declare -A PARENT=([base]=debian [base-sklearn]=base [postgres]=debian)
declare -A STABLE_TAG=([debian]=bookworm [base]=bookworm [base-sklearn]=bookworm [postgres]=15)
declare -A built=()

recipe_hash() {
  local name=$1
  if [[ $name == debian ]]; then
    content_hash debian
  else
    { recipe_hash "${PARENT[$name]}"; content_hash "$name"; } | sha256sum | cut -c1-16
  fi
}

build_debian() {
  if [[ ${CONSILIUM_PULL:-1} == 1 ]] && timeout "$PULL_SECONDS" docker pull --quiet "$DEBIAN_IMAGE" >/dev/null 2>&1; then
    docker tag "$DEBIAN_IMAGE" "$1"
    return
  fi
  say "  no image registry gave $DEBIAN_IMAGE; building Debian's root filesystem from its packages"
  ./debian/from-packages.sh "$1"
}

ensure() {
  local name=$1
  [[ -z ${built[$name]:-} ]] || return 0
  if [[ -n ${PARENT[$name]:-} ]]; then
    ensure "${PARENT[$name]}"
  fi
  local tag
  tag=consilium/$name:$(recipe_hash "$name")
  if [[ ${CONSILIUM_REBUILD:-0} == 1 ]] || ! docker image inspect "$tag" >/dev/null 2>&1; then
    say "Building the image consilium/$name …"
    local started=$SECONDS
    if [[ $name == debian ]]; then
      build_debian "$tag"
    else
      docker_build "$tag" --file "$name/Dockerfile" \
        --build-arg "BASE=consilium/${PARENT[$name]}:$(recipe_hash "${PARENT[$name]}")" .
    fi
    say "  built in $((SECONDS - started)) s, $(docker image inspect --format '{{.Size}}' "$tag" | awk '{printf "%d MB", $1 / 1e6}')"
  fi
  docker tag "$tag" "consilium/$name:${STABLE_TAG[$name]}"
  built[$name]=$tag
}

names=()
for argument in "$@"; do
  case $argument in
    -h | --help) print_help; exit 0 ;;
    --all) names+=(debian base base-sklearn postgres) ;;
    debian | base | base-sklearn | postgres) names+=("$argument") ;;
    *) die "unknown image: $argument" "See: $0 --help" ;;
  esac
done
[[ ${#names[@]} -gt 0 ]] || names=(base)

require_engine
for name in "${names[@]}"; do
  ensure "$name"
  echo "${built[$name]}"
done
