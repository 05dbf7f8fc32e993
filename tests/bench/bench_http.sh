#!/usr/bin/env bash
# The HTTP path without work behind it, load generator (wrk) on the same machine, 64 connections kept open.
# Goals: 15000 requests/s and p99 under 5 ms, so that the gateway reaches its 8000 with its own work.
#   tests/bench/bench_http.sh [BUILD] [SECONDS]
set -euo pipefail
command -v wrk >/dev/null || { echo "no wrk: installer/packages_test.txt names what is needed" >&2; exit 77; }
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${1:-$root/build/release}/bin/bench_http
seconds=${2:-10}
work=$(mktemp -d)
server=
finish() { exec 3>&- || true; [ -z "$server" ] || wait "$server" || true; rm -rf "$work"; }
trap finish EXIT
mkfifo "$work/input"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=bench \
  -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
cat >"$work/later.lua" <<'LUA'
wrk.method = "POST"
wrk.body = '{"model":"","subject":"case 1","patientData":{"age":61,"lactate":2.4,"note":"cough and fever for days"}}'
wrk.headers["Content-Type"] = "application/json"
LUA

measure() {  # NAME, then what wrk takes
  local name=$1; shift
  wrk -t 1 -c 64 -d "$seconds" --latency "$@" >"$work/wrk.txt"
  awk -v name="$name" '/99%/{p99=$2} /Requests\/sec/{rate=$2} /Socket errors|Non-2xx/{bad=bad" "$0}
    END{printf "%-32s %8.0f requests/s, p99 %s%s, %.2f of the goal\n", name, rate, p99, bad, rate/15000}' "$work/wrk.txt"
}
for mode in plain TLS; do
  rm -rf "$work/workspace"
  "$program" "$work/workspace" $([ $mode = plain ] || echo "$work/certificate.pem" "$work/key.pem") <"$work/input" >"$work/address" &
  server=$!
  exec 3>"$work/input"
  for _ in $(seq 100); do [ -s "$work/address" ] && break; sleep 0.1; done
  read -r url token <"$work/address"
  measure "$mode, answered at once" "$url/v1/health"
  measure "$mode, answered by a thread" -s "$work/later.lua" -H "Authorization: Bearer $token" "$url/v1/later"
  exec 3>&-
  wait "$server"
  server=
done
