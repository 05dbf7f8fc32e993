#!/usr/bin/env bash
# The same set-up as run.sh, then every test (the demonstration is one of them). Starts its own X server.
#   installer/test.sh [ctest arguments, such as -L data]
set -euo pipefail
source "$(dirname "$0")/lib.sh"

install_packages "$here/packages.txt" "$here/packages_test.txt"
step "LibTorch and base models"
fetch_downloads
build_all ON
step "tests"
cd "$build"
if [ -z "${DISPLAY:-}" ]; then
  exec xvfb-run -a -s "-screen 0 1280x800x24" ctest --output-on-failure --no-tests=error "$@"
fi
exec ctest --output-on-failure --no-tests=error "$@"
