import { expect, test } from "vitest";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { Pattern } from "../../core/domain/pattern.ts";
import { judgeRun } from "../../core/judge/decide.ts";
import { suspectsOf } from "../diagnose/suspects.ts";
import { compareFingerprints } from "./compare-fingerprints.ts";
import { environmentFindings } from "./environment-findings.ts";
import type { EnvironmentInput } from "./environment-input.ts";
import { type Change, exampleFingerprint } from "./example-fingerprint.fixture.ts";
import { rankSuspects } from "./rank-suspects.ts";

const other = `sha256:${"9".repeat(64)}`;
const names = { reference: "staging", candidate: "production" };
const input = (readReference: Fingerprint, readCandidate: Fingerprint, more: Partial<EnvironmentInput> = {}, overrides: { name: string; allow: string[] }[] = []): EnvironmentInput => ({
  differences: rankSuspects(more.patterns ?? [], compareFingerprints(readReference, readCandidate, { overrides, names })).differences, names, answersMoved: false, latencyMoved: false, equal: [], mode: "enforce", patterns: [], readReference, readCandidate, ...more,
});
const findings = (changes: Record<string, Change>, more: Partial<EnvironmentInput> = {}, overrides: { name: string; allow: string[] }[] = []) => environmentFindings(input(exampleFingerprint(), exampleFingerprint(changes), more, overrides));

const packages = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`package.version:p${i}`, "1.0"]));
const loaded = { "package.loaded": Object.keys(packages).map((id) => id.slice("package.version:".length)) };

test("equal answers: one line that decides nothing, however much differs", () => {
  const told = findings({ "package.version:numpy": "2.1.0", "image.digest": other, "threads.count:openblas": 1, "container.pod": "api-9" });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ verdict: "pass", mode: "observe", statement: "the answers are the same although 3 differences between staging and production could have moved them (besides 1 harmless)" });
});
test("what one side could not read is counted apart: it is no difference, and not equal either", () => {
  expect(findings({ "hash.seed": { unread: "no" }, "framework.switch:torch.allow_tf32": { unread: "no" } })).toMatchObject([{ statement: "staging and production differ in nothing that was read and matters (besides 2 that one side could not read)" }]);
});
test("answers moved: what could have moved them, by weight; what only explains is no finding", () => {
  const told = findings({ "model.file:model.pkl": `${other} 1`, "framework.switch:torch.allow_tf32": true, "threads.count:openblas": 1, "os.kernel": "5", "os.release": "Alpine" }, { answersMoved: true });
  expect(told.map(({ subject, verdict, severity }) => [subject.name, verdict, severity])).toEqual([
    ["model file model.pkl", "fail", "critical"], ["torch.allow_tf32", "fail", "high"], ["threads a library uses openblas", "warn", "medium"], ["environments as a whole", "warn", "info"],
  ]);
  expect(told[1]?.statement).toBe("answers moved, and torch.allow_tf32 is off in staging and on in production");
});
test("a hundred packages are one finding with a few names", () => {
  const told = environmentFindings(input(exampleFingerprint({ ...packages, ...loaded }), exampleFingerprint({ ...Object.fromEntries(Object.keys(packages).map((id) => [id, "2.0"])), ...loaded }), { answersMoved: true }));
  expect(told.filter(({ id }) => id.startsWith("environment.difference/"))).toMatchObject([{ id: "environment.difference/packages", verdict: "warn", mode: "warn", statement: expect.stringMatching(/100 packages in use are not the same .* and 92 more$/) }]);
});
test("the same when policy wants packages equal: one failure", () => {
  const told = environmentFindings(input(exampleFingerprint({ ...packages, ...loaded }), exampleFingerprint({ ...Object.fromEntries(Object.keys(packages).map((id) => [id, "2.0"])), ...loaded }), { equal: ["packages"] }));
  expect(told.filter(({ verdict }) => verdict === "fail")).toHaveLength(1);
});
test("never more than twelve are told, the rest is counted", () => {
  const changes = {
    "model.file:model.pkl": `${other} 1`, "model.mode:net": true, "preprocessing.file:scaler.pkl": other, "schema.names": ["a"], "schema.dtype:age": "float64", "code.module:app": other, "image.digest": other, "locale.point": ",", "locale.encoding": "ascii",
    "time.zone": "CET", "import.usersite": true, "numerics.subnormals": true, "cpu.machine": "arm64", "hash.seed": "5", "server.start": "fork", "native.preload": "x", "seed.value:numpy": 1,
  };
  const told = findings(changes, { answersMoved: true });
  expect(told).toHaveLength(13);
  expect(told.at(-1)?.statement).toMatch(/^5 more differences/);
});

test("policy: what is wanted equal fails with equal answers, and is told once", () => {
  const told = findings({ "model.file:model.pkl": `${other} 1` }, { equal: ["model", "model.file", "schema"], answersMoved: false });
  expect(told.filter(({ verdict }) => verdict === "fail")).toMatchObject([{ id: "environment.equal/model.file:model.pkl", mode: "enforce", severity: "critical", statement: expect.stringMatching(/^not equal as agreed: model file model.pkl is sha256:a1a1/) }]);
  expect(judgeRun(told)).toBe("fail");
});
test("policy: what is equal, or intended by name, passes", () => {
  const told = findings({ "decision.value:threshold": 0.7 }, { equal: ["decision", "schema"] }, [{ name: "stricter", allow: ["decision.value:threshold"] }]);
  expect(told.filter(({ mode }) => mode === "enforce")).toMatchObject([{ verdict: "pass", statement: "decision and schema equal in staging and production, as agreed" }]);
});
test("policy: what could not be read is inconclusive, on one side or on both, with the way to read it", () => {
  const gone = { "schema.names": undefined, "schema.dtype:age": undefined, "schema.categories:region": undefined };
  for (const reference of [{}, gone]) {
    const told = environmentFindings(input(exampleFingerprint(reference), exampleFingerprint(gone), { equal: ["schema"] }));
    expect(told[0]).toMatchObject({ verdict: "inconclusive", mode: "enforce", action: expect.stringContaining("feature names") });
    expect(judgeRun(told)).toBe("inconclusive");
  }
});
test("policy: without any fingerprint it is inconclusive, and says why there is none", () => {
  const told = environmentFindings({ ...input(exampleFingerprint(), exampleFingerprint(), { equal: ["model"] }), differences: [], readCandidate: null, unread: [{ environment: "production", why: "there is no SDK" }] });
  expect(told).toMatchObject([{ verdict: "inconclusive", reason: expect.stringContaining("production: there is no SDK") }]);
});
test("a default list that nobody wrote: what differs decides, what could not be read demands nothing and never passes", () => {
  const unreadable = findings({ "schema.names": undefined, "schema.dtype:age": undefined, "schema.categories:region": undefined }, { equal: ["schema"], equalAgreed: false });
  expect(unreadable.filter(({ mode, check }) => mode !== "observe" || check === "environment.equal")).toEqual([]);
  expect(judgeRun(findings({ "schema.names": ["b"] }, { equal: ["schema"], equalAgreed: false }))).toBe("fail");
});
test("policy: a group is not broken by what nobody loaded, a kind that is named is", () => {
  const verdicts = (demand: string) => findings({ "package.version:requests": "3" }, { equal: [demand] }).map(({ verdict }) => verdict);
  expect(verdicts("packages")).not.toContain("fail");
  expect(verdicts("package.version")).toContain("fail");
  expect(findings({ "time.zone": "Etc/UTC" }, { equal: ["time.zone"] }).map(({ verdict }) => verdict)).not.toContain("fail");
});

test("latency moved: only what moves latency, and a warning unless people agreed on a limit", () => {
  const changes = { "cpu.usable": 1, "schema.names": ["a"] };
  expect(findings(changes, { latencyMoved: true }).filter(({ id }) => id.startsWith("environment.difference/"))).toMatchObject([{ id: "environment.difference/cpu.usable", verdict: "warn", mode: "warn" }]);
  expect(findings(changes, { latencyMoved: true, latencyAgreed: true })[0]).toMatchObject({ verdict: "fail", mode: "enforce" });
});
test("a quota alone does not explain answers", () => expect(findings({ "cpu.quota": 1 }, { answersMoved: true }).filter(({ id }) => id.startsWith("environment.difference/"))).toEqual([]));
test("an intended difference is counted, not told", () => {
  const told = findings({ "package.version:numpy": "2.1.0" }, { answersMoved: true }, [{ name: "new numpy", allow: ["package.version:numpy"] }]);
  expect(told).toMatchObject([{ id: "environment.differences/all", statement: expect.stringContaining("besides 1 intended by name") }]);
});
test.each([["warn", "warn"], ["observe", "observe"]] as const)("in mode %s nothing decides more than it may", (mode, most) => {
  for (const finding of findings({ "model.file:model.pkl": `${other} 1` }, { answersMoved: true, equal: ["model"], mode })) expect([most, "observe"]).toContain(finding.mode);
});
test("one that fits what the answers show comes before a heavier-sounding one of its weight", () => {
  const pattern: Pattern = { code: "LAG", output: "score", rows: null, statement: "", explains: 0.9, evidence: {}, suspects: [{ cause: "x (C13)", why: "", check: "" }] };
  const told = findings({ "hash.seed": "5", "threads.count:openblas": 1, "import.usersite": true }, { answersMoved: true, patterns: [pattern] });
  expect(told[0]).toMatchObject({ id: "environment.difference/hash.seed", reason: expect.stringContaining("(LAG)") });
});
test("a suspect's code is found in every pattern's suspects", () => expect(suspectsOf("ULP")[0]?.cause).toMatch(/\(B1\)$/));
