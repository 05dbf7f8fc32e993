#!/usr/bin/env bash
# Installs what is missing, builds, runs the demonstration on real data, and opens the workbench where there is a
# display. Runs again in seconds when nothing changed.
#   installer/run.sh [--no-workbench] [--demo]      --demo: the demonstration again, also when nothing changed
set -euo pipefail
source "$(dirname "$0")/lib.sh"
trap 'status=$?; [ $status = 0 ] || printf "\nstopped with status %d after %d s; running it again goes on from here\n" $status $(( $(date +%s) - began )) >&2' EXIT

install_packages "$here/packages.txt"
step "LibTorch and base models"
fetch_downloads
tests=$(sed -n 's/^TELESOFT_TESTS:BOOL=//p' "$build/CMakeCache.txt" 2>/dev/null || true)
build_all "${tests:-OFF}"
workspace=${TELESOFT_WORKSPACE:-$HOME/Telesoft}
now=$({ echo "$workspace"; cat "$build"/bin/telesoft "$build"/bin/telesoft-engine; find "$root/resources" -type f -print0 | sort -z | xargs -0 cat; } | sha256sum)
if [ "$now" = "$(cat "$build/demo.stamp" 2>/dev/null)" ] && [ -e "$workspace/workspace.db" ] && [[ " $* " != *" --demo "* ]]; then
  step "demonstration: nothing has changed since it ran; what it found (--demo runs it again)"
  cat "$build/demo.txt"
else
  step "demonstration: from files to a verdict, on real data"
  "$build/bin/telesoft" demo --full | tee "$build/demo.txt"
  echo "$now" >"$build/demo.stamp"
fi
step "done"
if [[ " $* " != *" --no-workbench "* ]] && { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }; then
  echo "opening the workbench"
  exec "$build/bin/telesoft-workbench"
fi
echo "the workbench:       $build/bin/telesoft-workbench"
echo "the command line:    $build/bin/telesoft --help"
