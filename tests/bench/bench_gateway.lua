-- wrk: predictions of one model, each for another patient. Arguments: TOKEN MODEL TEXTS_FILE (one text a line).
local requests, at = {}, 0

function init(arguments)
  local token, model = arguments[1], arguments[2]
  for text in io.lines(arguments[3]) do
    local number = #requests
    local body = string.format('{"modelId":"%s","explain":false,"patientData":{"note":"%s","patientId":%d}}',
      model, text, number)
    requests[#requests + 1] = wrk.format("POST", arguments[4] or "/v1/diagnostics/analyze",
      { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }, body)
  end
  math.randomseed(os.time())
  at = math.random(#requests)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, unused)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write +
    summary.errors.timeout
  io.write(string.format('RESULT {"requests": %d, "seconds": %.6f, "errors": %d, "p50": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6, bad, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
