#!/bin/sh
# Stands in for telesoft-engine in the server's tests: the files of a run, in the order in which the engine writes
# them. Its number of steps is in $FAKE_ENGINE_STEPS; a file "hold" beside the run directory keeps it at its last step.
set -eu
if [ "${1:-}" = "--version" ]; then
  echo "telesoft-engine 0"
  exit 0
fi
run=$2
steps=${FAKE_ENGINE_STEPS:-5}
exec 9>>"$run/engine.lock"
flock -n 9 || exit 7

now() { date -u +%Y-%m-%dT%H:%M:%S.000Z; }
seq_of() { if [ -f "$run/events.jsonl" ]; then wc -l <"$run/events.jsonl"; else echo 0; fi; }
event() {
  n=$(($(seq_of) + 1))
  printf '{"format":"telesoft.job-event","version":1,"seq":%d,"time":"%s","kind":"%s","data":%s}\n' \
    "$n" "$(now)" "$1" "$2" >>"$run/events.jsonl"
}
status() {
  printf '{"format":"telesoft.run-status","version":1,"state":"%s","processId":%d,"step":%d,"totalSteps":%d,"fraction":%s,"secondsLeft":%s,"bestValue":0.5,"bestStep":1,"message":"%s","errorCode":"%s","updatedAt":"%s"}\n' \
    "$1" $$ "$2" "$steps" "$3" "${4:-1.5}" "${5:-}" "${6:-}" "$(now)" >"$run/status.json.new"
  mv "$run/status.json.new" "$run/status.json"
}
asked() { if [ -f "$run/control.json" ]; then sed -n 's/.*"request"[: ]*"\([a-z]*\)".*/\1/p' "$run/control.json"; else echo none; fi; }

if grep -q '"kind": *"evaluate"' "$run/spec.json"; then
  status running 0 0
  printf '{"format":"telesoft.evaluation","version":1,"status":"succeeded","primary":"f1_score","rows":3,"patients":3,"verdict":"too_little_data","improvementSummary":"a stand-in","metrics":{"accuracy":0.5}}\n' >"$run/evaluation.json"
  printf '{"format":"telesoft.run-result","version":1,"evaluationPath":"evaluation.json","reason":"completed"}\n' >"$run/result.json"
  event finished '{"step":0,"bestStep":0,"bestValue":0.5,"reason":"completed"}'
  status succeeded 0 1 0
  exit 0
fi

event started "{\"totalSteps\":$steps,\"trainableParameters\":10,\"parameters\":100}"
step=1
while [ "$step" -le "$steps" ]; do
  event progress "{\"step\":$step,\"totalSteps\":$steps,\"epoch\":1,\"fraction\":0.5,\"secondsLeft\":1.5}"
  event metric "{\"step\":$step,\"epoch\":1,\"values\":{\"loss\":0.$step}}"
  status running "$step" "0.$((step * 9 / steps))"
  if [ "$(asked)" = "cancel" ]; then
    event finished "{\"step\":$step,\"bestStep\":1,\"bestValue\":0.5,\"reason\":\"cancelled\"}"
    status cancelled "$step" 0.5
    exit 0
  fi
  if [ "$step" -eq "$steps" ] && [ -f "$run/../hold" ]; then
    sleep 0.05
  else
    step=$((step + 1))
  fi
done
if [ -f "$run/../fail" ]; then
  event failed '{"code":"out_of_resources","message":"a planted failure","hint":"none"}'
  status failed "$steps" 0.9 1.5 "a planted failure" out_of_resources
  exit 12
fi
mkdir -p "$run/model"
printf 'weights' >"$run/model/adapter_model.safetensors"
printf '{"format":"telesoft.run-result","version":1,"modelPath":"model","modelSha256":"%s","modelKind":"peft","steps":%d,"bestStep":1,"validation":{"f1_score":0.5},"reason":"completed"}\n' \
  "$(sha256sum "$run/model/adapter_model.safetensors" | cut -d' ' -f1)" "$steps" >"$run/result.json"
event finished "{\"step\":$steps,\"bestStep\":1,\"bestValue\":0.5,\"reason\":\"completed\"}"
status succeeded "$steps" 1 0
