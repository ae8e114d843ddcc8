import { expect, test } from "vitest";
import type { Pattern, PatternCode } from "../../core/domain/pattern.ts";
import { suspectsOf } from "../diagnose/suspects.ts";
import { compareFingerprints } from "./compare-fingerprints.ts";
import { type Change, exampleFingerprint } from "./example-fingerprint.fixture.ts";
import { rankSuspects } from "./rank-suspects.ts";

const other = `sha256:${"9".repeat(64)}`;
const pattern = (code: PatternCode, form?: string): Pattern => ({ code, output: "score", rows: null, statement: "", explains: 0.9, evidence: {}, suspects: suspectsOf(code, form) });
const between = (changes: Record<string, Change>) => compareFingerprints(exampleFingerprint(), exampleFingerprint(changes), { overrides: [], names: { reference: "staging", candidate: "production" } });
const causes = (patterns: readonly Pattern[]) => patterns[0]?.suspects.map(({ cause }) => cause) ?? [];

test("what the rows show stays first, packages stand behind it", () => {
  const { patterns } = rankSuspects([pattern("SUBSET", "null")], between({ "package.version:numpy": "2.1.0", "package.version:scikit-learn": "1.5.0" }));
  const told = causes(patterns);
  expect(told.slice(0, 4).map((cause) => /\((\w+)\)$/.exec(cause)?.[1])).toEqual(["D9", "D4", "D1", "D6"]);
  expect(told.slice(4)).toEqual(["numpy differs", "scikit-learn differs"]);
  expect(patterns[0]?.suspects[4]?.why).toContain("numpy is 1.26.4 in staging and 2.1.0 in production");
});
test("a suspect that a difference speaks for comes first, with both values", () => {
  const { patterns } = rankSuspects([pattern("ULP")], between({ "package.version:numpy": "2.1.0" }));
  expect(causes(patterns)[0]).toContain("(A10)");
  expect(patterns[0]?.suspects[0]?.why).toContain("1.26.4 in staging and 2.1.0 in production");
  expect(causes(patterns)).toHaveLength(suspectsOf("ULP").length);
});
test("TF32 explains mantissa-sized differences", () => {
  expect(causes(rankSuspects([pattern("MANT")], between({ "framework.switch:torch.allow_tf32": true, "package.version:numpy": "2.0.0" })).patterns)[0]).toContain("(B8)");
});
test("another model file is the first suspect of another model", () => {
  expect(causes(rankSuspects([pattern("MODEL")], between({ "model.file:model.pkl": `${other} 3`, "image.digest": other })).patterns).slice(0, 2)).toEqual([expect.stringContaining("(X1)"), expect.stringContaining("(I5)")]);
});
test("what is slow is not explained by what moves answers", () => {
  const { patterns } = rankSuspects([pattern("SLOW")], between({ "cpu.quota": 1, "schema.names": ["b"] }));
  expect(causes(patterns)[0]).toContain("(J2)");
  expect(causes(patterns).join()).not.toContain("feature names");
});
test("harmless, intended and unread differences are no suspects", () => {
  const differences = compareFingerprints(exampleFingerprint(), exampleFingerprint({ "package.version:requests": "3", "package.version:numpy": "2", "framework.switch:torch.allow_tf32": { unread: "no" } }), { overrides: [{ name: "x", allow: ["package.version:numpy"] }] });
  expect(rankSuspects([pattern("ULP")], differences).patterns).toEqual([pattern("ULP")]);
});
test("a difference that fits what was seen passes those of its weight, never a heavier one", () => {
  const changes = { "hash.seed": "4", "import.usersite": true, "model.mode:net": true };
  const ids = (found: Pattern[]) => rankSuspects(found, between(changes)).differences.map(({ id }) => id);
  expect(ids([])).toEqual(["model.mode:net", "hash.seed", "import.usersite"]);
  expect(ids([{ ...pattern("ULP"), suspects: [{ cause: "x (A26)", why: "", check: "" }] }])).toEqual(["model.mode:net", "import.usersite", "hash.seed"]);
});
test("without differences or patterns nothing changes", () => {
  expect(rankSuspects([pattern("ULP")], [])).toEqual({ patterns: [pattern("ULP")], differences: [] });
});
