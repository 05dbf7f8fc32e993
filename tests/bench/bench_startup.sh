#!/usr/bin/env bash
# How long the workbench takes to its first window (warm, median of 11), and what an idle server holds in memory.
# Goals: 400 ms and 40 MB. Needs a finished build and xvfb.
#   tests/bench/bench_startup.sh [BUILD]
set -euo pipefail
[ -n "${DISPLAY:-}" ] || exec xvfb-run -a -s "-screen 0 1280x800x24" "$0" "$@"
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${1:-$root/build/release}/bin
work=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT

"$bin/telesoft" serve --workspace "$work/workspace" --idle-stop-seconds 0 >/dev/null &
server=$!
for _ in $(seq 100); do [ -e "$work/workspace/server.json" ] && break; sleep 0.1; done
[ -e "$work/workspace/server.json" ] || { echo "the server did not start" >&2; exit 1; }
sleep 3
resident=$(awk '/^VmRSS/{print $2/1000}' "/proc/$server/status")

window=$(for _ in $(seq 12); do
  "$bin/telesoft-workbench" --workspace "$work/workspace" --measure-start
done | tail -n 11 | sort -n | awk '{v[NR]=$1} END{print v[6], v[1], v[11]}')
read -r median least most <<<"$window"
printf 'first window: %s ms (%s to %s), %.2f of the goal of 400 ms\n' "$median" "$least" "$most" "$(awk "BEGIN{print $median/400}")"
printf 'idle server:  %.1f MB resident, %.2f of the goal of 40 MB\n' "$resident" "$(awk "BEGIN{print $resident/40}")"
