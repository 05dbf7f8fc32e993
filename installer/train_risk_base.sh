#!/usr/bin/env bash
# Trains telesoft-risk-v1 on the Rotterdam cohort, from scratch, and puts it into resources/models. The same seed and
# data give the same model on one thread. Needs a finished build.
#   installer/train_risk_base.sh [SEED]
set -euo pipefail
source "$(dirname "$0")/lib.sh"
seed=${1:-7}
telesoft=$build/bin/telesoft
[ -x "$telesoft" ] || refuse "telesoft is not built" "run installer/run.sh first" 5
work=$(mktemp -d)
export TELESOFT_WORKSPACE=$work/workspace
finish() {  # the private server holds the workspace
  [ ! -e "$TELESOFT_WORKSPACE/server.json" ] || kill "$(field processId <"$TELESOFT_WORKSPACE/server.json")" || true
  rm -rf "$work"
}
trap finish EXIT
field() { python3 -c 'import json,sys; d=json.load(sys.stdin)
for k in sys.argv[1].split("."): d = d[int(k)] if k.isdigit() else d[k]
print(d)' "$1"; }

demo=$root/resources/demo/risk
dataset=$("$telesoft" import "$demo/rotterdam.csv" --recipe "$demo/rotterdam.recipe.json" --json | field id)
split=$("$telesoft" split "$dataset" --train 0.8 --validation 0.2 --test 0 --seed "$seed" --json | field id)
model=$("$telesoft" train --split "$split" --base-model telesoft-risk-v1 --approach scratch --metric auroc \
  --seed "$seed" --threads 1 --name "Rotterdam base" --json | field resultModel.id)
into=$root/resources/models/telesoft-risk-v1
mkdir -p "$into"
cp "$TELESOFT_WORKSPACE/models/$model/"{config.json,model.safetensors} "$into/"
echo "trained on the Rotterdam cohort into $into"
echo "sha256 for resources/base_models.json: $(sha256sum "$into/model.safetensors" | cut -d' ' -f1)"
