#!/usr/bin/env bash
# Installs what is missing, builds, runs the demonstration on real data, and opens the workbench where there is a
# display. Runs again in seconds when nothing changed.
#   installer/run.sh [--no-workbench]
set -euo pipefail
source "$(dirname "$0")/lib.sh"
trap 'status=$?; [ $status = 0 ] || printf "\nstopped with status %d after %d s; running it again goes on from here\n" $status $(( $(date +%s) - began )) >&2' EXIT

install_packages "$here/packages.txt"
step "LibTorch and base models"
fetch_downloads
tests=$(sed -n 's/^TELESOFT_TESTS:BOOL=//p' "$build/CMakeCache.txt" 2>/dev/null || true)
build_all "${tests:-OFF}"
step "demonstration: from files to a verdict, on real data"
"$build/bin/telesoft" demo
step "done"
if [ "${1:-}" != --no-workbench ] && { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }; then
  echo "opening the workbench"
  exec "$build/bin/telesoft-workbench"
fi
echo "the workbench:       $build/bin/telesoft-workbench"
echo "the command line:    $build/bin/telesoft --help"
