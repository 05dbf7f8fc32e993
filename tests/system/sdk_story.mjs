// Every group of calls of resources/clients/telesoft.mjs against a living server, which the test has
// filled. Environment: CLIENT, URL, TOKEN, MODEL (deployed), NOTE.
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const { Telesoft, TelesoftError } = await import(pathToFileURL(process.env.CLIENT));
const telesoft = new Telesoft({ url: process.env.URL, token: process.env.TOKEN });
const modelId = process.env.MODEL;

assert.equal((await telesoft.server.health()).status, "ok");
const me = await telesoft.users.me();
assert.ok(me.permissions.includes("prediction.make"));

// Every path that the server offers can be reached through a call of the client.
const source = (await import("node:fs")).readFileSync(process.env.CLIENT, "utf8");
const openApi = await telesoft.server.openApi();
for (const path of Object.keys(openApi.paths)) {
  const fixed = path.split("/").filter((part) => part && !part.startsWith("{"));
  assert.ok(fixed.every((part) => source.includes(part)), `${path} has no call in the client`);
}

const jobs = await telesoft.fineTuning.list();
const job = jobs.find((one) => one.resultModel?.id === modelId);
assert.ok(job, "the model's job is listed");
assert.equal((await telesoft.fineTuning.status({ jobId: job.id })).progress, 100);
let last = 0;
for await (const event of telesoft.fineTuning.events({ jobId: job.id })) {
  assert.equal(event.seq, last + 1);
  last = event.seq;
}
assert.ok(last > 3, "events were read to their end");
assert.ok((await telesoft.fineTuning.metrics({ jobId: job.id, points: 10 })).series.length > 0);

const [evaluation] = await telesoft.fineTuning.evaluations();
assert.ok(evaluation.improvementSummary);
assert.match(await telesoft.fineTuning.report({ id: evaluation.id }), /<html/);
assert.ok((await telesoft.datasets.list()).length > 2);
assert.ok((await telesoft.splits.list()).length > 0);
assert.ok((await telesoft.models.lineage({ id: modelId })).length > 3);
assert.ok((await telesoft.models.release({ id: modelId })).gates.length >= 4);
assert.ok((await telesoft.deployments.list()).length > 0);

const analysis = await telesoft.diagnostics.analyze({ patientData: { note: process.env.NOTE }, modelId });
assert.ok(analysis.findings.length > 1 && analysis.explanation.contributions.length > 0);
const feedback = await telesoft.diagnostics.feedback({ receipt: analysis.receipt, agrees: true });
assert.equal(feedback.agrees, true);
assert.equal((await telesoft.diagnostics.receipt({ receipt: analysis.receipt })).valid, true);
await assert.rejects(telesoft.diagnostics.analyze({ patientData: { note: 7 }, modelId }), (error) => {
  assert.ok(error instanceof TelesoftError);
  assert.equal(error.status, 400);
  assert.deepEqual(error.fields.map((one) => [one.field, one.rule]), [["note", "type"]]);
  return true;
});
await assert.rejects(telesoft.models.find({ id: "md_none" }), { code: "not_found" });
assert.equal((await telesoft.audit.verify()).intact, true);
assert.match(await telesoft.server.metrics(), /telesoft_/);
console.log("ok");
