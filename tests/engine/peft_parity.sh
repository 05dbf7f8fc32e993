#!/usr/bin/env bash
# peft_parity.py on the tiny BERT and on MiniLM, in a Python that has Hugging Face's libraries. 77: they cannot be had.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
python="$("$here/../support/hugging_face.sh")"
models="${TELESOFT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/telesoft}/models"
HF_HUB_OFFLINE=1 exec "$python" "$here/peft_parity.py" "$1" "$here/../fixtures/bert_tiny" "$models/telesoft-diagnostic-v2"
