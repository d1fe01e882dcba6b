# shellcheck shell=bash
# What the scripts of this folder share. Source it after `set -Eeuo pipefail`.

# Prints the comment at the head of the calling script: that comment is its help text.
print_help() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
}

say() {
  printf '%s\n' "$*" >&2
}

# die MESSAGE [NEXT STEP]
die() {
  printf 'error: %s\n' "$1" >&2
  if [[ $# -gt 1 ]]; then
    printf '       %s\n' "$2" >&2
  fi
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

require_root() {
  [[ $(id -u) -eq 0 ]] || die "$1 needs root." "Run it again as root, or: sudo $0"
}

# apt_install PACKAGE… — installs Debian packages that are missing, and says so.
apt_install() {
  have apt-get || die "cannot install $*: this machine has no apt-get." \
    "Install the equivalent of these packages by hand and run the script again."
  require_root "installing $*"
  if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; then
    say "Fetching Debian's package lists …"
    apt_get update || die "apt-get update failed." "Check /etc/apt/sources.list and the network, then run it again."
  fi
  say "Installing $* …"
  # Package lists that are there may be older than the archive: one refresh, then it must work.
  apt_get install "$@" || { apt_get update && apt_get install "$@"; } ||
    die "apt-get could not install $*." "Its output is above; once fixed, run the script again."
}

apt_get() {
  local verb=$1
  shift
  local options=(-qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
  if [[ $verb == install ]]; then
    options+=(-y --no-install-recommends)
  fi
  DEBIAN_FRONTEND=noninteractive apt-get "$verb" "${options[@]}" "$@" >&2
}

# require_engine — fails with the next step when no container engine answers.
require_engine() {
  docker info >/dev/null 2>&1 || die "no container engine answers." "Run docker/ensure-engine.sh first."
}

# content_hash FILE… — the first 16 hex digits of a hash over the files' relative names and contents. Folders are
# taken with all their files. Run it in the folder that the names are relative to.
content_hash() {
  find "$@" -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16
}

# docker_build TAG ARGUMENT… — `docker build` with the classic builder, quiet unless it fails.
docker_build() {
  local tag=$1 log
  shift
  local proxies=() variable
  for variable in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    if [[ -n ${!variable:-} ]]; then
      proxies+=(--build-arg "$variable")
    fi
  done
  log=$(mktemp --tmpdir consilium-build.XXXXXX)
  if ! DOCKER_BUILDKIT=0 docker build --force-rm "${proxies[@]}" --tag "$tag" "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    die "the image $tag could not be built." "The end of the build's output is above."
  fi
  rm -f "$log"
}

# http_head HOST:PORT PATH [HEADER] — prints the status line and headers of the answer; fails when nothing answers.
http_head() {
  {
    exec 3<>"/dev/tcp/${1%:*}/${1##*:}" &&
      printf 'HEAD %s HTTP/1.0\r\nHost: %s\r\n%s\r\n' "$2" "$1" "${3:+$3$'\r\n'}" >&3 &&
      timeout 10 cat <&3 &&
      exec 3>&-
  } 2>/dev/null
}
