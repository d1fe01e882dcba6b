#!/usr/bin/env bash
# Builds a minimal Debian 12 image from Debian's packages, for machines that reach a Debian mirror but no image registry.
#
# Usage: docker/debian/from-packages.sh TAG
#
# Environment:
#   CONSILIUM_DEBIAN_MIRROR   (default http://deb.debian.org/debian; its security archive is used as well then)
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=docker/lib/common.sh
source "$here/../lib/common.sh"

case ${1:-} in
  -h | --help) print_help; exit 0 ;;
  '' | -*) die "which tag should the image get?" "See: $0 --help" ;;
esac

have mmdebstrap || apt_install mmdebstrap
[[ -f /usr/share/keyrings/debian-archive-keyring.gpg ]] || apt_install debian-archive-keyring

# A root that is merged from the start needs no usrmerge, which would bring all of Perl.
options=(--variant=minbase --mode=auto --quiet --include=usr-is-merged
  --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr
  --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"')
while read -r line; do
  [[ $line == path-* ]] && options+=("--dpkgopt=$line")
done <"$here/dpkg-excludes"

root=$(mktemp --tmpdir --suffix=.tar consilium-debian.XXXXXX)
log=$(mktemp --tmpdir consilium-debian.XXXXXX)
trap 'rm -f "$root" "$log"' EXIT
mirrors=()
if [[ -n ${CONSILIUM_DEBIAN_MIRROR:-} ]]; then
  mirrors=("$CONSILIUM_DEBIAN_MIRROR")
fi
if ! mmdebstrap "${options[@]}" bookworm "$root" "${mirrors[@]}" >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  die "mmdebstrap could not build Debian's root filesystem." "The end of its output is above; is a Debian mirror in reach?"
fi
docker import --change 'CMD ["bash"]' "$root" "$1" >/dev/null
