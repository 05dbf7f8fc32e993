"""The Python client against a living server, which the test has filled. Environment: CLIENT, URL,
TOKEN, MODEL (deployed), NOTE."""

import importlib.util
import os

spec = importlib.util.spec_from_file_location("telesoft", os.environ["CLIENT"])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
telesoft = module.Telesoft(os.environ["URL"], os.environ["TOKEN"])
model = os.environ["MODEL"]

assert telesoft.server.health()["status"] == "ok"
assert "prediction.make" in telesoft.users.me()["permissions"]
with open(os.environ["CLIENT"]) as file:
    source = file.read()
for path in telesoft.server.open_api()["paths"]:
    fixed = [part for part in path.split("/") if part and not part.startswith("{")]
    assert all(part in source for part in fixed), f"{path} has no call in the client"

job = next(one for one in telesoft.fine_tuning.list() if one.get("resultModel", {}).get("id") == model)
assert telesoft.fine_tuning.status(job["id"])["progress"] == 100
numbers = [event["seq"] for event in telesoft.fine_tuning.events(job["id"])]
assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 3
assert "<html" in telesoft.fine_tuning.report(telesoft.fine_tuning.evaluations()[0]["id"])
assert len(telesoft.models.lineage(model)) > 3
assert len(telesoft.models.release(model)["gates"]) >= 4

analysis = telesoft.diagnostics.analyze(patient_data={"note": os.environ["NOTE"]}, model_id=model)
assert len(analysis["findings"]) > 1 and analysis["explanation"]["contributions"]
assert telesoft.diagnostics.feedback(analysis["receipt"], agrees=True)["agrees"] is True
assert telesoft.diagnostics.receipt(analysis["receipt"])["valid"] is True
try:
    telesoft.diagnostics.analyze(patient_data={}, model_id=model)
    raise AssertionError("a missing field was accepted")
except module.TelesoftError as error:
    assert error.status == 400
    assert [(one["field"], one["rule"]) for one in error.fields] == [("note", "missing")]
try:
    telesoft.models.find("md_none")
    raise AssertionError("a model that is not there was found")
except module.TelesoftError as error:
    assert error.code == "not_found"
assert telesoft.audit.verify()["intact"] is True
print("ok")
