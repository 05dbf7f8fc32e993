"""Telesoft's public API for Python: one file, the standard library only, Python 3.9 or newer.

    from telesoft import Telesoft
    telesoft = Telesoft(url="https://telesoft.hospital.example:8443", token=token, ca_file="ca.pem")
    analysis = telesoft.diagnostics.analyze(patient_data={"note": "..."})

Arguments are the API's names in snake_case; answers are the JSON that GET /v1/openapi.json
describes, as dicts and lists. A refusal raises TelesoftError.
"""

import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request

__all__ = ["Telesoft", "TelesoftError"]


class TelesoftError(Exception):
    """What the server said: code ("invalid_input", ...), HTTP status, what to do, and for a refused
    patient_data the fields with their rules."""

    def __init__(self, status, body):
        error = (body or {}).get("error", {})
        super().__init__(error.get("message", f"the server answered with status {status}"))
        self.status = status
        self.code = error.get("code", "internal")
        self.hint = error.get("hint", "")
        self.request_id = error.get("requestId", "")
        self.fields = error.get("fields") or []


def _camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _body(arguments):
    """Keyword arguments as the API's JSON. Only the names are changed: what is inside patient_data,
    columns or hyperparameters stays as it is given."""
    return {_camel(name): value for name, value in arguments.items() if value is not None}


def _query(**values):
    given = {_camel(name): value for name, value in values.items() if value is not None}
    return "?" + urllib.parse.urlencode(given) if given else ""


def _part(text):
    return urllib.parse.quote(text, safe="")


class _Group:
    def __init__(self, api):
        self._api = api

    def _get(self, path):
        return self._api._call("GET", path)

    def _post(self, path, body=None):
        return self._api._call("POST", path, {} if body is None else body)

    def _list(self, path):
        return self._get(path)["items"]


class _FineTuning(_Group):
    def create(self, **request):
        return self._post("/v1/fine-tuning/jobs", _body(request))

    def list(self, kind=None):
        return self._list("/v1/fine-tuning/jobs" + _query(kind=kind))

    def status(self, job_id):
        return self._get(f"/v1/fine-tuning/jobs/{_part(job_id)}")

    def cancel(self, job_id):
        return self._post(f"/v1/fine-tuning/jobs/{_part(job_id)}/cancel")

    def pause(self, job_id):
        return self._post(f"/v1/fine-tuning/jobs/{_part(job_id)}/pause")

    def resume(self, job_id):
        return self._post(f"/v1/fine-tuning/jobs/{_part(job_id)}/resume")

    def metrics(self, job_id, points=None):
        return self._get(f"/v1/fine-tuning/jobs/{_part(job_id)}/metrics" + _query(points=points))

    def events(self, job_id, after=None):
        """Yields the job's events until it has ended; taken up again where it was cut off."""
        return self._api._events(f"/v1/fine-tuning/jobs/{_part(job_id)}/events", after)

    def wait(self, job_id, every=0.5):
        """The job once it has ended, whatever its end."""
        return self._api._until(lambda: self.status(job_id), every,
                                lambda job: job["status"] in ("succeeded", "failed", "cancelled"))

    def advise(self, **request):
        return self._post("/v1/advice", _body(request))

    def evaluate(self, wait=True, every=0.25, **request):
        """The evaluation once it is done; raises where it failed. wait=False gives it as queued."""
        asked = self._post("/v1/evaluations", _body(request))
        if not wait:
            return asked
        done = self._api._until(lambda: self.evaluation(asked["id"]), every,
                                lambda one: one["status"] in ("succeeded", "failed"))
        if done["status"] == "failed":
            raise TelesoftError(409, {"error": {"code": "conflict",
                                                "message": "the evaluation failed: " + done.get("message", "")}})
        return done

    def evaluation(self, id):
        return self._get(f"/v1/evaluations/{_part(id)}")

    def evaluations(self):
        return self._list("/v1/evaluations")

    def report(self, id):
        return self._api._text(f"/v1/evaluations/{_part(id)}/report")

    def deploy(self, **request):
        return self._post("/v1/deployments", _body(request))


class _Diagnostics(_Group):
    def analyze(self, **request):
        return self._post("/v1/diagnostics/analyze", _body(request))

    def feedback(self, receipt, **said):
        return self._post(f"/v1/diagnostics/{_part(receipt)}/feedback", _body(said))

    def receipt(self, receipt):
        return self._get(f"/v1/diagnostics/{_part(receipt)}")


class _Datasets(_Group):
    def preview(self, **request):
        return self._post("/v1/datasets/preview", _body(request))

    def import_(self, **request):
        return self._post("/v1/datasets", _body(request))

    def list(self):
        return self._list("/v1/datasets")

    def find(self, id):
        return self._get(f"/v1/datasets/{_part(id)}")

    def rows(self, id, offset=None, limit=None):
        return self._get(f"/v1/datasets/{_part(id)}/rows" + _query(offset=offset, limit=limit))

    def cancel(self, id):
        return self._post(f"/v1/datasets/{_part(id)}/cancel")

    def check(self, id):
        return self._post(f"/v1/datasets/{_part(id)}/check")

    def deidentify(self, id, **request):
        return self._post(f"/v1/datasets/{_part(id)}/deidentify", _body(request))

    def deidentification(self, id):
        return self._get(f"/v1/datasets/{_part(id)}/deidentification")

    def preview_deidentification(self, id, **request):
        return self._post(f"/v1/datasets/{_part(id)}/deidentification/preview", _body(request))

    def wait(self, id, every=0.25):
        """The dataset once it is ready or has failed."""
        return self._api._until(lambda: self.find(id), every, lambda one: one["state"] != "importing")


class _Splits(_Group):
    def preview(self, **request):
        return self._post("/v1/splits/preview", _body(request))

    def create(self, **request):
        return self._post("/v1/splits", _body(request))

    def list(self):
        return self._list("/v1/splits")

    def find(self, id):
        return self._get(f"/v1/splits/{_part(id)}")

    def openings(self, id):
        """Who looked at the test part."""
        return self._list(f"/v1/splits/{_part(id)}/openings")

    def standing(self, id):
        return self._get(f"/v1/splits/{_part(id)}/standing")


class _Models(_Group):
    def list(self):
        return self._list("/v1/models")

    def find(self, id):
        return self._get(f"/v1/models/{_part(id)}")

    def bases(self):
        return self._list("/v1/base-models")

    def inputs(self, id):
        return self._list(f"/v1/models/{_part(id)}/inputs")

    def release(self, id):
        return self._get(f"/v1/models/{_part(id)}/release")

    def lineage(self, id):
        return self._list(f"/v1/models/{_part(id)}/lineage")

    def changes(self, id):
        """The page, as HTML, that tells readers what their corrections have changed."""
        return self._api._text(f"/v1/models/{_part(id)}/changes")


class _Approvals(_Group):
    def sign(self, **request):
        return self._post("/v1/approvals", _body(request))

    def list(self, model_id=None):
        return self._list("/v1/approvals" + _query(model_id=model_id))

    def withdraw(self, id, reason):
        return self._post(f"/v1/approvals/{_part(id)}/withdraw", {"reason": reason})


class _Deployments(_Group):
    def create(self, **request):
        return self._post("/v1/deployments", _body(request))

    def list(self):
        return self._list("/v1/deployments")

    def find(self, id):
        return self._get(f"/v1/deployments/{_part(id)}")

    def live(self, id):
        return self._get(f"/v1/deployments/{_part(id)}/live")

    def rollout(self, id, **change):
        return self._post(f"/v1/deployments/{_part(id)}/rollout", _body(change))

    def rollback(self, id, **why):
        return self._post(f"/v1/deployments/{_part(id)}/rollback", _body(why))

    def end(self, id):
        return self._post(f"/v1/deployments/{_part(id)}/end")

    def alerts(self):
        return self._list("/v1/alerts")

    def acknowledge(self, id):
        return self._post(f"/v1/alerts/{_part(id)}/acknowledge")


class _Reviews(_Group):
    def create(self, **request):
        return self._post("/v1/reviews", _body(request))

    def list(self):
        return self._list("/v1/reviews")

    def find(self, id):
        return self._get(f"/v1/reviews/{_part(id)}")

    def next(self, id, count=None, reading=None):
        return self._get(f"/v1/reviews/{_part(id)}/next" + _query(count=count, reading=reading))

    def decide(self, id, **decision):
        return self._post(f"/v1/reviews/{_part(id)}/decisions", _body(decision))

    def undo(self, id):
        return self._post(f"/v1/reviews/{_part(id)}/undo")

    def decisions(self, id):
        return self._list(f"/v1/reviews/{_part(id)}/decisions")

    def summary(self, id):
        return self._get(f"/v1/reviews/{_part(id)}/summary")

    def close(self, id):
        return self._post(f"/v1/reviews/{_part(id)}/close")


class _Knowledge(_Group):
    def add(self, **request):
        return self._post("/v1/knowledge/documents", _body(request))

    def list(self):
        return self._list("/v1/knowledge/documents")

    def find(self, id):
        return self._get(f"/v1/knowledge/documents/{_part(id)}")

    def passages(self, id):
        return self._list(f"/v1/knowledge/documents/{_part(id)}/passages")

    def retire(self, id):
        return self._post(f"/v1/knowledge/documents/{_part(id)}/retire")

    def search(self, **request):
        return self._post("/v1/knowledge/search", _body(request))

    def check(self, **request):
        return self._post("/v1/knowledge/formulary/check", _body(request))


class _Users(_Group):
    def list(self):
        return self._list("/v1/users")

    def add(self, **request):
        return self._post("/v1/users", _body(request))

    def change(self, id, **change):
        return self._post(f"/v1/users/{_part(id)}", _body(change))

    def roles(self):
        return self._list("/v1/roles")

    def me(self):
        return self._get("/v1/me")

    def change_password(self, **request):
        return self._post("/v1/me/password", _body(request))

    def logout(self):
        return self._post("/v1/sessions/end")


class _Tokens(_Group):
    def list(self):
        return self._list("/v1/tokens")

    def add(self, **request):
        return self._post("/v1/tokens", _body(request))

    def revoke(self, id):
        return self._post(f"/v1/tokens/{_part(id)}/revoke")


class _Audit(_Group):
    def page(self, after=None, limit=None):
        return self._get("/v1/audit" + _query(after=after, limit=limit))

    def verify(self):
        return self._post("/v1/audit/verify")


class _Server(_Group):
    def health(self):
        return self._get("/v1/health")

    def open_api(self):
        return self._get("/v1/openapi.json")

    def metrics(self):
        return self._api._text("/metrics")

    def back_up(self, **request):
        return self._post("/v1/backups", _body(request))

    def events(self, after=None):
        return self._api._events("/v1/events", after)

    def stop(self):
        return self._post("/v1/server/stop")


class Telesoft:
    """A client. Thread: any; each call is a request of its own."""

    def __init__(self, url, token="", ca_file=None, timeout=600):
        """ca_file: PEM of the server's own certificate authority. timeout: seconds for one call."""
        self._url = url.rstrip("/")
        self._token = token
        self._timeout = timeout
        self._ca_file = ca_file
        tls = ssl.create_default_context(cafile=ca_file) if url.startswith("https:") else None
        handlers = [urllib.request.ProxyHandler({})]
        if tls is not None:
            handlers.append(urllib.request.HTTPSHandler(context=tls))
        self._opener = urllib.request.build_opener(*handlers)
        self.fine_tuning = _FineTuning(self)
        self.diagnostics = _Diagnostics(self)
        self.datasets = _Datasets(self)
        self.splits = _Splits(self)
        self.models = _Models(self)
        self.approvals = _Approvals(self)
        self.deployments = _Deployments(self)
        self.reviews = _Reviews(self)
        self.knowledge = _Knowledge(self)
        self.users = _Users(self)
        self.tokens = _Tokens(self)
        self.audit = _Audit(self)
        self.server = _Server(self)

    @classmethod
    def login(cls, url, name, password, **options):
        """Signs in with an account; gives a client that holds the session."""
        guest = cls(url, **options)
        token = guest._call("POST", "/v1/sessions", {"name": name, "password": password})["token"]
        return cls(url, token, **options)

    def _open(self, method, path, body=None, headers=None, timeout=None):
        request = urllib.request.Request(self._url + path, method=method, headers=dict(headers or {}))
        if self._token:
            request.add_header("Authorization", "Bearer " + self._token)
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            return self._opener.open(request, timeout=timeout or self._timeout)
        except urllib.error.HTTPError as error:
            with error:
                text = error.read()
            try:
                said = json.loads(text)
            except ValueError:
                said = None
            raise TelesoftError(error.code, said) from None

    def _call(self, method, path, body=None):
        with self._open(method, path, body, {"Accept": "application/json"}) as response:
            return json.load(response)

    def _text(self, path):
        with self._open("GET", path) as response:
            return response.read().decode()

    def _until(self, ask, every, is_done):
        while True:
            answer = ask()
            if is_done(answer):
                return answer
            time.sleep(every)

    def _events(self, path, after):
        last = after
        while True:
            headers = {"Accept": "text/event-stream"}
            if last is not None:
                headers["Last-Event-ID"] = str(last)
            try:
                with self._open("GET", path, None, headers, timeout=60) as response:
                    if response.status == 204:
                        return
                    for event in _events_in(response):
                        last = event.get("id") or last
                        if event.get("data"):
                            yield json.loads(event["data"])
            except (OSError, urllib.error.URLError):
                time.sleep(2)  # the server is not there for a moment
                continue
            time.sleep(0.5)


def _events_in(lines):
    """Server-sent events out of lines of bytes, as dicts with id, event and data."""
    event = {}
    for raw in lines:
        line = raw.decode().rstrip("\n")
        if not line:
            if event:
                yield event
            event = {}
            continue
        field, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if field == "data" and "data" in event:
            event["data"] += "\n" + value
        elif field:
            event[field] = value
