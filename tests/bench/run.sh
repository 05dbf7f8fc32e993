#!/usr/bin/env bash
# Builds and runs one bench against Hugging Face's libraries: run.sh lora|wordpiece|gateway [BUILD_FOLDER] [arguments]
# Reads the clinical notes of MTSamples from $TELESOFT_NOTES (mtsamples_train.csv.gz), by default beside the source tree.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
source_folder="$here/../.."
name="${1:?run.sh lora|wordpiece|gateway}"
build="${2:-$source_folder/build/release}"
shift $(($# < 2 ? $# : 2))
notes="${TELESOFT_NOTES:-$source_folder/../shared/data/public/text/mtsamples_train.csv.gz}"
model="${TELESOFT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/telesoft}/models/telesoft-diagnostic-v2"
[ -e "$notes" ] || { echo "no notes at $notes: set TELESOFT_NOTES" >&2; exit 77; }
[ -e "$model/model.safetensors" ] || { echo "no base model: installer/run.sh fetches it" >&2; exit 77; }
python="$("$here/../support/hugging_face.sh")"
if [ "$name" = gateway ]; then # overhead, then MiniLM against FastAPI
  pins=(fastapi==0.165.0 uvicorn==0.54.0)
  libraries="$(dirname "$(dirname "$model")")/fastapi"
  if [ "$(cat "$libraries/.complete" 2>/dev/null)" != "${pins[*]}" ]; then
    rm -rf "$libraries"
    "$python" -m pip install -q --no-cache-dir --target "$libraries" "${pins[@]}"
    echo "${pins[*]}" >"$libraries/.complete"
  fi
  command -v wrk >/dev/null || { echo "no load generator: install the package wrk" >&2; exit 77; }
  cmake --build "$build" --target telesoft telesoft-engine fake_worker
  "$python" "$here/bench_gateway.py" "$build/bin" overhead
  PYTHONPATH="$libraries" exec "$python" "$here/bench_gateway.py" "$build/bin" minilm "$model" "$python"
fi
cmake --build "$build" --target "bench_$name"
exec "$python" "$here/bench_$name.py" "$build/bin/bench_$name" "$model" "$notes" "$@"
