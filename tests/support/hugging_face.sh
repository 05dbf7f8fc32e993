#!/usr/bin/env bash
# Prints the path of a Python that has torch, transformers and PEFT at the versions that the oracles and benches name.
# Installed once into the cache folder (about 6 GB with torch's own needs). Exit 77, with the reason, when that fails.
set -euo pipefail
pins=(torch==2.15.0 transformers==5.23.0 peft==0.21.2 accelerate==1.15.0 tokenizers==0.23.3 safetensors==0.8.0
  scikit-learn==1.9.1)
cache="${TELESOFT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/telesoft}"
venv="$cache/hugging-face"
mkdir -p "$cache"
exec 9>"$cache/hugging-face.lock"
flock 9
if [ "$(cat "$venv/.complete" 2>/dev/null)" != "${pins[*]}" ]; then
  rm -rf "$venv"
  log="$(mktemp)"
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install -q --no-cache-dir "${pins[@]}"; } >"$log" 2>&1; then
    echo "skipped: Hugging Face's libraries could not be installed from the package index:" >&2
    tail -n 3 "$log" >&2
    rm -rf "$venv" "$log"
    exit 77
  fi
  rm -f "$log"
  echo "${pins[*]}" >"$venv/.complete"
fi
echo "$venv/bin/python"
