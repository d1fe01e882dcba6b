#!/usr/bin/env bash
# Makes sure that tinyproxy, a small HTTP proxy, is installed, and prints the path of its program. The tests of a
# hospital's network send everything through one.
#
# Usage: docker/ensure-proxy.sh
set -Eeuo pipefail
# shellcheck source=docker/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  '') ;;
  *) die "unknown argument: $1" "See: $0 --help" ;;
esac

command -v tinyproxy && exit 0
apt_install tinyproxy-bin
command -v tinyproxy || die "tinyproxy-bin is installed, but no program tinyproxy is found."
