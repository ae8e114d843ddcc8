import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { Run } from "../../../src/core/domain/run.ts";
import { type FeastServer, startFeast } from "./feast-server.ts";

let feast: FeastServer;
let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lockstep-features-"));
  feast = await startFeast();
}, 900_000);
afterAll(async () => {
  await feast?.stop();
  await rm(cwd, { recursive: true, force: true });
});

const features = (names: string, ...args: string[]) => runCli(["features", feast.url, feast.offline, "--entity", "customer_id", "--time", "event_timestamp", "--created", "created", "--features", names, ...args], { cwd });
const judged = async (names: string, ...args: string[]) => {
  const { code, stdout, stderr } = await features(names, "--json", ...args);
  const run = Run.parse(JSON.parse(stdout === "" ? `{"said":${JSON.stringify(stderr)}}` : stdout));
  return { code, run, of: (check: string) => run.findings.filter((finding) => finding.check === check).map(({ subject, verdict, estimate }) => [subject.name, verdict, estimate]) };
};
const history = "history:income,history:payments,history:rating";

test("a store that serves what offline held passes, with 64-bit integers and float32 as they were, and never the row that was written over", async () => {
  const { code, run, of } = await judged(history, "--max-lag", "1h", "--max-age", "30d");
  expect([code, run.verdict]).toEqual([0, "pass"]);
  expect(run.outputs.map(({ output, pairs, classes }) => [output, pairs, classes.equal])).toEqual([["income", 200, 200], ["payments", 200, 200], ["rating", 200, 200]]);
  expect(of("features.freshness")).toEqual([["history:income, history:payments, history:rating", "pass", 0]]);
  expect(of("features.availability").concat(of("features.coverage")).map(([, verdict, estimate]) => [verdict, estimate])).toEqual([["pass", 0], ["pass", 1]]);
  expect(run.environments.candidate).toMatchObject({ kind: "endpoint", address: expect.stringContaining(feast.url) as string, protocol: "feast" });
  expect(run.environments.reference.address).toBe(feast.offline);
  expect(run.ledger?.sequence).toBe(1);
});

test("values that are old and were right are stale, and not wrong", async () => {
  const { code, run, of } = await judged("history:income,balances:balance", "--max-lag", "1d");
  expect([code, run.verdict]).toEqual([1, "fail"]);
  expect(of("features.freshness")).toEqual([["history:income", "pass", 0], ["balances:balance", "fail", 1]]);
  expect(run.outputs.map(({ output, outside }) => [output, outside])).toEqual([["income", 0], ["balance", 0]]);
  const stale = run.findings.find(({ id }) => id === "features.freshness:balances:balance");
  expect(stale?.statement).toBe("balances:balance is more than 1 d behind offline for 200 of 200 entities; the furthest by 9 d");
  expect(stale?.evidence).toMatchObject({ late: 200, "p50, seconds": 9 * 86_400, "p95 low, seconds": 9 * 86_400 });
});

test("without an agreed lag it is only told", async () => {
  const { code, of } = await judged("balances:balance");
  expect([code, of("features.freshness")]).toEqual([0, [["balances:balance", "inconclusive", 1]]]);
});

test("entities that are not there fail by their share, and not by their values", async () => {
  const { code, run, of } = await judged("places:region");
  expect([code, of("features.availability")]).toEqual([1, [["places:region", "fail", 0.04]]]);
  expect(run.outputs.map(({ pairs, outside }) => [pairs, outside])).toEqual([[192, 0]]);
  expect((await judged("places:region", "--max-missing", "5%")).code).toBe(0);
  // Nothing newer than an hour is in the offline file, so nothing need be online.
  expect((await judged("places:region", "--max-age", "1h")).of("features.availability")).toEqual([["places:region", "inconclusive", null]]);
});

test("of a sample nothing is concluded that it does not bear", async () => {
  const { code, run, of } = await judged("history:income", "--rows", "100");
  expect([code, run.claim, of("features.availability")]).toEqual([3, "inputs-like-these", [["history:income", "inconclusive", 0]]]);
});

test.each([
  ["history:incom", /LS207[^]*Did you mean income/],
  ["credit:income", /LS240[^]*Feature view credit does not exist/],
  ["history:balance", /LS240[^]*balance not found in projection history/],
  ["income", /LS102[^]*view:income/],
])("%s is refused by its name", async (name, words) => {
  const { code, stdout, stderr } = await features(name);
  expect([stdout, code]).toEqual(["", words.source.includes("LS240") ? 4 : 2]);
  expect(stderr).toMatch(words);
});

test("one integer of one customer, off by one beyond 2^53, is found and named", async () => {
  const customer = await feast.spoilOne();
  const { code, run } = await judged(history);
  expect([code, run.outputs.map(({ output, outside }) => [output, outside])]).toEqual([1, [["income", 0], ["payments", 1], ["rating", 0]]]);
  expect(run.worst.find(({ output }) => output === "payments")).toMatchObject({ key: customer });
});
