// Telesoft's public API for JavaScript: one file, no dependencies, Node 18 or newer and browsers.
//
//   import { Telesoft } from "./telesoft.mjs";
//   const telesoft = new Telesoft({ url: "https://telesoft.hospital.example:8443", token });
//   const analysis = await telesoft.diagnostics.analyze({ patientData: { note: "..." } });
//
// Every call takes and gives the JSON that GET /v1/openapi.json describes, and rejects with a
// TelesoftError. A server's own certificate authority: NODE_EXTRA_CA_CERTS=ca.pem node program.mjs

/** What the server said: code ("invalid_input", ...), HTTP status, what to do, and for a refused
 *  patientData the fields with their rules. */
export class TelesoftError extends Error {
  constructor(status, body) {
    const error = body?.error ?? {};
    super(error.message ?? `the server answered with status ${status}`);
    this.name = "TelesoftError";
    this.status = status;
    this.code = error.code ?? "internal";
    this.hint = error.hint ?? "";
    this.requestId = error.requestId ?? "";
    this.fields = error.fields ?? [];
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const part = (id) => encodeURIComponent(id);
const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
};

export class Telesoft {
  #url;
  #token;
  #timeout;
  #fetch;

  /** url: of the server; token: an API token or a session's; timeout: milliseconds for one call. */
  constructor({ url, token, timeout = 600_000, fetch = globalThis.fetch }) {
    this.#url = String(url).replace(/\/+$/, "");
    this.#token = token;
    this.#timeout = timeout;
    this.#fetch = fetch;
    const get = (path) => this.#call("GET", path);
    const post = (path, body = {}) => this.#call("POST", path, body);
    this.fineTuning = this.#fineTuning(get, post);
    this.diagnostics = {
      analyze: (request) => post("/v1/diagnostics/analyze", request),
      feedback: ({ receipt, ...said }) => post(`/v1/diagnostics/${part(receipt)}/feedback`, said),
      receipt: ({ receipt }) => get(`/v1/diagnostics/${part(receipt)}`),
    };
    this.datasets = this.#datasets(get, post);
    this.splits = {
      preview: (request) => post("/v1/splits/preview", request),
      create: (request) => post("/v1/splits", request),
      list: () => get("/v1/splits").then((answer) => answer.items),
      find: ({ id }) => get(`/v1/splits/${part(id)}`),
      /** Who looked at the test part. */
      openings: ({ id }) => get(`/v1/splits/${part(id)}/openings`).then((answer) => answer.items),
      standing: ({ id }) => get(`/v1/splits/${part(id)}/standing`),
    };
    this.models = {
      list: () => get("/v1/models").then((answer) => answer.items),
      find: ({ id }) => get(`/v1/models/${part(id)}`),
      bases: () => get("/v1/base-models").then((answer) => answer.items),
      inputs: ({ id }) => get(`/v1/models/${part(id)}/inputs`).then((answer) => answer.items),
      release: ({ id }) => get(`/v1/models/${part(id)}/release`),
      lineage: ({ id }) => get(`/v1/models/${part(id)}/lineage`).then((answer) => answer.items),
      /** The page, as HTML, that tells readers what their corrections have changed. */
      changes: ({ id }) => this.#text(`/v1/models/${part(id)}/changes`),
    };
    this.approvals = {
      sign: (request) => post("/v1/approvals", request),
      list: ({ modelId } = {}) => get(`/v1/approvals${query({ modelId })}`).then((answer) => answer.items),
      withdraw: ({ id, reason }) => post(`/v1/approvals/${part(id)}/withdraw`, { reason }),
    };
    this.deployments = {
      create: (request) => post("/v1/deployments", request),
      list: () => get("/v1/deployments").then((answer) => answer.items),
      find: ({ id }) => get(`/v1/deployments/${part(id)}`),
      live: ({ id }) => get(`/v1/deployments/${part(id)}/live`),
      rollout: ({ id, ...change }) => post(`/v1/deployments/${part(id)}/rollout`, change),
      rollback: ({ id, ...why }) => post(`/v1/deployments/${part(id)}/rollback`, why),
      end: ({ id }) => post(`/v1/deployments/${part(id)}/end`),
      alerts: () => get("/v1/alerts").then((answer) => answer.items),
      acknowledge: ({ id }) => post(`/v1/alerts/${part(id)}/acknowledge`),
    };
    this.reviews = {
      create: (request) => post("/v1/reviews", request),
      list: () => get("/v1/reviews").then((answer) => answer.items),
      find: ({ id }) => get(`/v1/reviews/${part(id)}`),
      next: ({ id, count, reading }) => get(`/v1/reviews/${part(id)}/next${query({ count, reading })}`),
      decide: ({ id, ...decision }) => post(`/v1/reviews/${part(id)}/decisions`, decision),
      undo: ({ id }) => post(`/v1/reviews/${part(id)}/undo`),
      decisions: ({ id }) => get(`/v1/reviews/${part(id)}/decisions`).then((answer) => answer.items),
      summary: ({ id }) => get(`/v1/reviews/${part(id)}/summary`),
      close: ({ id }) => post(`/v1/reviews/${part(id)}/close`),
    };
    this.knowledge = {
      add: (request) => post("/v1/knowledge/documents", request),
      list: () => get("/v1/knowledge/documents").then((answer) => answer.items),
      find: ({ id }) => get(`/v1/knowledge/documents/${part(id)}`),
      passages: ({ id }) => get(`/v1/knowledge/documents/${part(id)}/passages`).then((answer) => answer.items),
      retire: ({ id }) => post(`/v1/knowledge/documents/${part(id)}/retire`),
      search: (request) => post("/v1/knowledge/search", request),
      check: (request) => post("/v1/knowledge/formulary/check", request),
    };
    this.users = {
      list: () => get("/v1/users").then((answer) => answer.items),
      add: (request) => post("/v1/users", request),
      change: ({ id, ...change }) => post(`/v1/users/${part(id)}`, change),
      roles: () => get("/v1/roles").then((answer) => answer.items),
      me: () => get("/v1/me"),
      changePassword: (request) => post("/v1/me/password", request),
      logout: () => post("/v1/sessions/end"),
    };
    this.tokens = {
      list: () => get("/v1/tokens").then((answer) => answer.items),
      add: (request) => post("/v1/tokens", request),
      revoke: ({ id }) => post(`/v1/tokens/${part(id)}/revoke`),
    };
    this.audit = {
      page: ({ after, limit } = {}) => get(`/v1/audit${query({ after, limit })}`),
      verify: () => post("/v1/audit/verify"),
    };
    this.server = {
      health: () => get("/v1/health"),
      openApi: () => get("/v1/openapi.json"),
      metrics: () => this.#text("/metrics"),
      backUp: (request) => post("/v1/backups", request),
      events: (options) => this.#events("/v1/events", options),
      stop: () => post("/v1/server/stop"),
    };
  }

  /** Signs in with an account; gives a client that holds the session. */
  static async login({ url, name, password, ...options }) {
    const guest = new Telesoft({ url, token: "", ...options });
    const { token } = await guest.#call("POST", "/v1/sessions", { name, password });
    return new Telesoft({ url, token, ...options });
  }

  #fineTuning(get, post) {
    const job = (jobId, verb = "") => `/v1/fine-tuning/jobs/${part(jobId)}${verb}`;
    return {
      create: (request) => post("/v1/fine-tuning/jobs", request),
      list: ({ kind } = {}) => get(`/v1/fine-tuning/jobs${query({ kind })}`).then((answer) => answer.items),
      status: ({ jobId }) => get(job(jobId)),
      cancel: ({ jobId }) => post(job(jobId, "/cancel")),
      pause: ({ jobId }) => post(job(jobId, "/pause")),
      resume: ({ jobId }) => post(job(jobId, "/resume")),
      metrics: ({ jobId, points }) => get(job(jobId, `/metrics${query({ points })}`)),
      /** An async iterator over the job's events; taken up again where it was cut off. */
      events: ({ jobId, after }) => this.#events(job(jobId, "/events"), { after }),
      /** Resolves when the job has ended, whatever its end. */
      wait: ({ jobId, every = 500 }) => this.#until(() => get(job(jobId)), every,
        (one) => ["succeeded", "failed", "cancelled"].includes(one.status)),
      advise: (request) => post("/v1/advice", request),
      /** Resolves when the evaluation is done; rejects where it failed. wait: false gives it as queued. */
      evaluate: async ({ wait = true, every = 250, ...request }) => {
        const asked = await post("/v1/evaluations", request);
        return wait ? this.#evaluation(asked.id, every) : asked;
      },
      evaluation: ({ id }) => get(`/v1/evaluations/${part(id)}`),
      evaluations: () => get("/v1/evaluations").then((answer) => answer.items),
      report: ({ id }) => this.#text(`/v1/evaluations/${part(id)}/report`),
      deploy: (request) => post("/v1/deployments", request),
    };
  }

  #datasets(get, post) {
    const dataset = (id, verb = "") => `/v1/datasets/${part(id)}${verb}`;
    return {
      preview: (request) => post("/v1/datasets/preview", request),
      import: (request) => post("/v1/datasets", request),
      list: () => get("/v1/datasets").then((answer) => answer.items),
      find: ({ id }) => get(dataset(id)),
      rows: ({ id, offset, limit }) => get(dataset(id, `/rows${query({ offset, limit })}`)),
      cancel: ({ id }) => post(dataset(id, "/cancel")),
      check: ({ id }) => post(dataset(id, "/check")),
      deidentify: ({ id, ...request }) => post(dataset(id, "/deidentify"), request),
      deidentification: ({ id }) => get(dataset(id, "/deidentification")),
      previewDeidentification: ({ id, ...request }) => post(dataset(id, "/deidentification/preview"), request),
      /** Resolves when the dataset is ready or has failed. */
      wait: ({ id, every = 250 }) => this.#until(() => get(dataset(id)), every, (one) => one.state !== "importing"),
    };
  }

  async #until(ask, every, isDone) {
    for (;;) {
      const answer = await ask();
      if (isDone(answer)) return answer;
      await pause(every);
    }
  }

  async #evaluation(id, every) {
    const done = await this.#until(() => this.#call("GET", `/v1/evaluations/${part(id)}`), every,
      (one) => ["succeeded", "failed"].includes(one.status));
    if (done.status === "failed") {
      throw new TelesoftError(409, { error: { code: "conflict", message: `the evaluation failed: ${done.message}` } });
    }
    return done;
  }

  async #send(method, path, body, headers = {}, signal = AbortSignal.timeout(this.#timeout)) {
    const response = await this.#fetch(this.#url + path, {
      method,
      signal,
      headers: {
        ...(this.#token ? { Authorization: `Bearer ${this.#token}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.status >= 400) {
      const text = await response.text();
      let said;
      try {
        said = JSON.parse(text);
      } catch {
        said = undefined;
      }
      throw new TelesoftError(response.status, said);
    }
    return response;
  }

  async #call(method, path, body) {
    const response = await this.#send(method, path, body, { Accept: "application/json" });
    return response.json();
  }

  async #text(path) {
    return (await this.#send("GET", path)).text();
  }

  async *#events(path, { after, signal } = {}) {
    let last = after;
    for (;;) {
      let response;
      try {
        response = await this.#send("GET", path, undefined, {
          Accept: "text/event-stream",
          ...(last === undefined ? {} : { "Last-Event-ID": String(last) }),
        }, signal ?? null);
      } catch (error) {
        if (error instanceof TelesoftError || signal?.aborted) throw error;
        await pause(2000);  // the server is not there for a moment
        continue;
      }
      if (response.status === 204) return;
      try {
        for await (const event of eventsIn(response.body)) {
          if (event.id) last = event.id;
          if (event.data) yield JSON.parse(event.data);
        }
      } catch (error) {
        if (signal?.aborted) throw error;
      }
      await pause(500);
    }
  }
}

/** Server-sent events out of a byte stream: {id, event, data}. */
async function* eventsIn(stream) {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of stream) {
    text += decoder.decode(bytes, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = { id: "", event: "", data: "" };
      for (const line of text.slice(0, end).split("\n")) {
        const colon = line.indexOf(":");
        const field = line.slice(0, colon);
        const value = line.slice(colon + 1).replace(/^ /, "");
        if (field === "data") event.data += (event.data ? "\n" : "") + value;
        else if (field in event) event[field] = value;
      }
      text = text.slice(end + 2);
      yield event;
    }
  }
}
