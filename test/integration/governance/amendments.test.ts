import { afterEach, beforeEach, expect, test } from "vitest";
import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";
import { entry, goldenRows, openScene, type Scene, startModel } from "../agreed/scene.ts";

let scene: Scene;
beforeEach(() => { scene = openScene(); });
afterEach(() => scene.close());

const request = async (...words: string[]): Promise<ChangeRequest> => {
  const { stdout, stderr } = await scene.lockstep("request", ...words, "--json");
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as ChangeRequest;
};

const claims = (margin: number, policy = "policy: {approvals: {amendment: {of: 1}}}\n"): void => scene.put("lockstep.yaml", `version: 1
models:
  credit:
    hypotheses:
      approved: {claim: as many as before, metric: {name: rate, column: approved}, expected: {value: 0.3, standardError: 0.01, source: May}, margin: ${margin}}
${policy}`);

test("a change of a claim is asked for as ledger and manifest have it, and registered once it was approved, by whoever asked and with their reason", async () => {
  claims(0.02);
  expect((await scene.lockstep("hypothesis", "register", "--author", "Ada")).code).toBe(0);
  expect((await scene.lockstep("request", "amendment", "--hypothesis", "approved", "--reason", "r", "--by", "Ada")).stderr).toContain("error LS732: credit/approved is judged in");
  claims(0.03);
  const refused = await scene.lockstep("hypothesis", "amend", "approved", "--reason", "coarser labels");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/error LS736[\s\S]*margin\.below: 0\.03[\s\S]*nobody did[\s\S]*lockstep request amendment --hypothesis credit\/approved --reason TEXT/)]);
  expect((await scene.lockstep("request", "amendment", "--hypothesis", "approved", "--after", "margin 1", "--reason", "r")).stderr).toContain("error LS105");

  const asked = await request("amendment", "--hypothesis", "approved", "--reason", "coarser labels", "--by", "Ada");
  expect(asked.subject).toEqual({ kind: "amendment", model: "credit", what: "hypothesis credit/approved", before: "version 1\nmargin.below: 0.02\nmargin.above: 0.02", after: "margin.below: 0.03\nmargin.above: 0.03", affects: [] });
  expect((await scene.lockstep("hypothesis", "amend", "approved", "--reason", "r")).stderr).toMatch(/still misses 1 approval[\s\S]*lockstep request approve REQ-/);
  expect((await scene.lockstep("request", "enact", "1")).stderr).toContain("error LS731");
  await request("approve", "1", "--by", "Ben");
  // What was approved is that change, and no other.
  claims(0.04);
  expect((await scene.lockstep("hypothesis", "amend", "approved", "--reason", "r")).stderr).toContain("error LS736");
  expect((await scene.lockstep("request", "enact", "1", "--by", "Cem")).stderr).toMatch(/error LS736|error LS732/);
  claims(0.03);
  expect(await request("enact", "1", "--by", "Cem")).toMatchObject({ status: "enacted", events: [{}, {}, { kind: "enacted", by: "Cem", what: "hypothesis credit/approved/v2" }] });
  expect((await scene.lockstep("hypothesis", "log")).stdout).toMatch(/credit\/approved[\s\S]*Ada[\s\S]*coarser labels/);
  expect((await scene.lockstep("request", "enact", "1")).stderr).toContain("error LS731");

  // Nobody agreed on approvals: whoever asks for none needs none, and an approved one is enacted all the same.
  claims(0.05, "");
  await request("amendment", "--hypothesis", "approved", "--reason", "wider", "--by", "Ada");
  await request("approve", "2", "--by", "Ben");
  expect((await scene.lockstep("hypothesis", "amend", "approved", "--reason", "wider", "--author", "Ada")).code).toBe(0);
  expect((await request("show", "2")).status).toBe("enacted");
});

test("other tolerances become a baseline's only when they were approved", async () => {
  const model = await startModel();
  try {
    scene.put("golden.csv", goldenRows());
    const agreed = (tolerance: string): void => scene.put("lockstep.yaml", `version: 1
models:
  risk: {golden: {file: golden.csv, key: id}, tolerances: {default: {absolute: ${tolerance}}}}
environments:
  staging: ${entry(model.url)}
  canary: ${entry(model.url)}
policy: {approvals: {amendment: {of: 1}}}
`);
    const check = async (): Promise<void> => expect(await scene.lockstep("check", "staging", "canary", "--quiet", "--repeats", "3")).toMatchObject({ code: 0 });
    agreed("1.0e-6");
    await check();
    expect(await scene.lockstep("baseline", "approve", "latest")).toMatchObject({ code: 0, stderr: "" });
    await check();
    expect(await scene.lockstep("baseline", "approve", "latest")).toMatchObject({ code: 0, stderr: "" });
    const { id: earlier } = await scene.run();
    agreed("1.0e-3");
    await check();
    const { id } = await scene.run();
    const refused = await scene.lockstep("baseline", "approve", "latest");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(new RegExp(`error LS736[\\s\\S]*lockstep request amendment --tolerances ${id} --reason TEXT`))]);
    const { subject } = await request("amendment", "--tolerances", id, "--reason", "a coarser card", "--by", "Ada");
    expect(subject).toMatchObject({ what: "tolerances", model: "risk", before: expect.stringMatching(/^version 2\ntolerances\.score: .*0\.000001/), after: expect.stringContaining("0.001") });
    await request("approve", "1", "--by", "Ben");
    expect(await scene.lockstep("baseline", "approve", "latest")).toMatchObject({ code: 0, stderr: "" });
    expect((await request("show", "1")).events.at(-1)).toMatchObject({ kind: "enacted", what: "baseline risk/v3" });
    // Going back to other tolerances is a change of them as well.
    const back = await scene.lockstep("baseline", "revert", "2", "--reason", "too coarse");
    expect([back.code, back.stderr]).toEqual([1, expect.stringMatching(new RegExp(`error LS736[\\s\\S]*lockstep request amendment --tolerances ${earlier} --reason TEXT`))]);
    await request("amendment", "--tolerances", earlier, "--reason", "too coarse", "--by", "Ada");
    await request("approve", "2", "--by", "Ben");
    expect(await scene.lockstep("baseline", "revert", "2", "--reason", "too coarse")).toMatchObject({ code: 0, stderr: "" });
    expect((await request("show", "2")).events.at(-1)).toMatchObject({ kind: "enacted", what: "baseline risk/v4" });
  } finally {
    await model.down();
  }
});
