# What run.sh and test.sh share: packages, downloads, the build. Sourced, not run.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
build=${TELESOFT_BUILD:-$root/build/release}
began=$(date +%s)

step() { printf '\n[%4d s] %s\n' "$(( $(date +%s) - began ))" "$*"; }
refuse() { printf 'error: %s\n  %s\n' "$1" "$2" >&2; exit "${3:-1}"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else refuse "packages are missing and neither root nor sudo is at hand" "run as root: apt-get install $*" 4
  fi
}

# install_packages FILE...: installs those of the lists that are not there, and names them.
install_packages() {
  local wanted missing=() name
  wanted=$(cat "$@" | grep -v '^#')
  for name in $wanted; do
    dpkg-query -W -f '${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] && return 0
  command -v apt-get >/dev/null || refuse "this is not Debian: apt-get is missing" "install by hand: ${missing[*]}" 11
  step "installing Debian packages: ${missing[*]}"
  local log; log=$(mktemp)
  if ! { as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
         as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -15 "$log" >&2; rm -f "$log"
    refuse "apt-get could not install what is missing" "check the network, the free space and /etc/apt/sources.list, then run this again" 9
  fi
  rm -f "$log"
}

fetch_downloads() {
  [ "$(uname -m)" = x86_64 ] || refuse "the pinned LibTorch is for x86-64, this is $(uname -m)" \
    "build with -DCMAKE_PREFIX_PATH=<libtorch 2.6 or newer for this machine>" 11
  "$here/fetch.py"
}

# build_all TESTS: TESTS is ON or OFF; nothing is done again that is up to date.
build_all() {
  local free; free=$(df -Pk "$root" | awk 'NR==2{print $4}')
  [ "$free" -gt 3000000 ] || [ -e "$build/build.ninja" ] ||
    refuse "the build needs 3 GB, $((free / 1000000)) GB are free" "free some space and run this again" 12
  local jobs memory; jobs=$(nproc); memory=$(awk '/MemAvailable/{print int($2 / 2000000)}' /proc/meminfo)
  [ "$memory" -ge 1 ] && [ "$memory" -lt "$jobs" ] && jobs=$memory
  export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}
  if [ ! -e "$build/build.ninja" ] || [ "$(sed -n 's/^TELESOFT_TESTS:BOOL=//p' "$build/CMakeCache.txt" 2>/dev/null)" != "$1" ]; then
    step "configuring in $build"
    (cd "$root" && cmake --preset release -B "$build" -DTELESOFT_TESTS="$1" >"$root/build-configure.log" 2>&1) ||
      { tail -25 "$root/build-configure.log" >&2; refuse "cmake could not configure" "see above" 1; }
    rm -f "$root/build-configure.log"
  fi
  step "building with $jobs jobs"
  # One line every few seconds where there is no terminal; ninja's own line where there is one.
  if [ -t 1 ]; then ninja -C "$build" -j "$jobs"
  else NINJA_STATUS='[%f/%t %e s] ' ninja -C "$build" -j "$jobs" | awk '/^FAILED|error|ninja:/{keep=60} keep>0{print; keep--; next} {n++} n%25==1{print; fflush()}'
  fi
}
