#!/bin/sh
# Stands in for telesoft-engine in the server's tests: the files of a run, in the order in which the engine writes
# them. $FAKE_ENGINE_STEPS is its number of steps. Files beside the run directories steer all runs: "hold" keeps them at
# their last step, "fail" makes them fail. <run>/data/behaviour steers one run:
#   no-start     ends before it takes its lock       die-once, die-always   killed at step 3, in the middle of a line
#   deaf         does not see control.json           linger                 does not leave after its end
#   keeps-best   leaves a model when it is cancelled
set -eu
if [ "${1:-}" = "--version" ]; then
  echo "telesoft-engine 0"
  exit 0
fi
if [ "${1:-}" = serve ]; then
  exec "$TELESOFT_BINARY_DIR/bin/fake_worker" "$@"
fi
run=$2
steps=${FAKE_ENGINE_STEPS:-5}
behaviour=$(cat "$run/data/behaviour" 2>/dev/null || true)
if [ "$behaviour" = no-start ]; then
  echo "cannot load '/home/a.person/lib.so' for 19450312" >&2
  exit 127
fi
exec 9>>"$run/engine.lock"
flock -n 9 || exit 7

now() { date -u +%Y-%m-%dT%H:%M:%S.000Z; }
event() {
  number=$((number + 1))
  printf '{"format":"telesoft.job-event","version":1,"seq":%d,"time":"%s","kind":"%s","data":%s}\n' \
    "$number" "$(now)" "$1" "$2" >>"$run/events.jsonl"
}
status() {
  printf '{"format":"telesoft.run-status","version":1,"state":"%s","processId":%d,"step":%d,"totalSteps":%d,"fraction":%s,"secondsLeft":%s,"bestValue":0.5,"bestStep":1,"message":"%s","errorCode":"%s","updatedAt":"%s"}\n' \
    "$1" $$ "$2" "$steps" "$3" "${4:-1.5}" "${5:-}" "${6:-}" "$(now)" >"$run/status.json.new"
  mv "$run/status.json.new" "$run/status.json"
}
asked() {
  if [ "$behaviour" != deaf ] && [ -f "$run/control.json" ]; then
    sed -n 's/.*"request"[: ]*"\([a-z]*\)".*/\1/p' "$run/control.json"
  else
    echo none
  fi
}
write_model() { # the reason
  mkdir -p "$run/model"
  printf 'weights' >"$run/model/adapter_model.safetensors"
  printf '{"format":"telesoft.run-result","version":1,"modelPath":"model","modelSha256":"%s","modelKind":"peft","steps":%d,"bestStep":1,"validation":{"f1_score":0.5},"reason":"%s"}\n' \
    "$(sha256sum "$run/model/adapter_model.safetensors" | cut -d' ' -f1)" "$steps" "$1" >"$run/result.json"
}
end_as() { # cancelled | paused
  [ "$behaviour" != keeps-best ] || write_model "$1"
  event finished "{\"step\":$step,\"bestStep\":1,\"bestValue\":0.5,\"reason\":\"$1\"}"
  status "$1" "$step" 0.5
  exit 0
}

number=0
if [ -f "$run/events.jsonl" ]; then # a torn last line is cut off, as the engine does
  number=$(wc -l <"$run/events.jsonl")
  head -n "$number" "$run/events.jsonl" >"$run/events.whole"
  cat "$run/events.whole" >"$run/events.jsonl"
fi

if grep -q '"kind": *"evaluate"' "$run/spec.json"; then
  status running 0 0
  printf '{"format":"telesoft.evaluation","version":1,"status":"succeeded","primary":"f1_score","rows":3,"patients":3,"verdict":"too_little_data","improvementSummary":"a stand-in","metrics":{"accuracy":0.5}}\n' >"$run/evaluation.json"
  printf '{"format":"telesoft.run-result","version":1,"evaluationPath":"evaluation.json","reason":"completed"}\n' >"$run/result.json"
  event finished '{"step":0,"bestStep":0,"bestValue":0.5,"reason":"completed"}'
  status succeeded 0 1 0
  exit 0
fi

step=$(cat "$run/checkpoints/step" 2>/dev/null || echo 1)
event started "{\"totalSteps\":$steps,\"trainableParameters\":10,\"parameters\":100}"
[ "$step" -gt 1 ] || event milestone '{"name":"start","message":"training has begun"}'
while [ "$step" -le "$steps" ]; do
  event progress "{\"step\":$step,\"totalSteps\":$steps,\"epoch\":1,\"fraction\":0.$((step * 9 / steps)),\"secondsLeft\":1.5}"
  event metric "{\"step\":$step,\"epoch\":1,\"values\":{\"loss\":0.$step}}"
  status running "$step" "0.$((step * 9 / steps))"
  case "$(asked)" in
    cancel) end_as cancelled ;;
    pause) end_as paused ;;
  esac
  if [ "$step" -eq 3 ] && { [ "$behaviour" = die-always ] || { [ "$behaviour" = die-once ] && [ ! -f "$run/checkpoints/died" ]; }; }; then
    : >"$run/checkpoints/died"
    printf '{"format":"telesoft.job-ev' >>"$run/events.jsonl"
    kill -9 $$
  fi
  echo "$step" >"$run/checkpoints/step"
  if [ "$step" -eq "$steps" ] && [ -f "$run/../hold" ]; then
    sleep 0.05 9>&-
  else
    step=$((step + 1))
  fi
done
if [ -f "$run/../fail" ]; then
  event failed '{"code":"out_of_resources","message":"a planted failure","hint":"none"}'
  status failed "$steps" 0.9 1.5 'a planted failure\nfree some space' out_of_resources
  exit 12
fi
write_model completed
event finished "{\"step\":$steps,\"bestStep\":1,\"bestValue\":0.5,\"reason\":\"completed\"}"
status succeeded "$steps" 1 0
if [ "$behaviour" = linger ]; then
  while :; do sleep 0.1 9>&-; done
fi
