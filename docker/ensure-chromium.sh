#!/usr/bin/env bash
# Makes sure that a Chromium browser is installed, and prints the path of its program.
#
# Usage: docker/ensure-chromium.sh
#
# Environment:
#   CHROMIUM   path of a browser to use instead of looking for one
set -Eeuo pipefail
# shellcheck source=docker/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

find_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return
  done
  return 1
}

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  '') ;;
  *) die "unknown argument: $1" "See: $0 --help" ;;
esac

if [[ -n ${CHROMIUM:-} ]]; then
  [[ -x $CHROMIUM ]] || die "CHROMIUM is $CHROMIUM, which cannot be run." "Give the path of a browser, or unset it."
  echo "$CHROMIUM"
  exit 0
fi
find_browser && exit 0
apt_install chromium
find_browser || die "chromium is installed, but no program of that name is found." "Set CHROMIUM to its path."
