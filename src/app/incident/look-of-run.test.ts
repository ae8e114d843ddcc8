import { expect, test } from "vitest";
import { validateLeft } from "../../report/example-runs/validate/validate-left.ts";
import { validateRefused } from "../../report/example-runs/validate/validate-refused.ts";
import type { Run } from "../../core/domain/run.ts";
import { validateSegment } from "../../report/example-runs/validate/validate-segment.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { lookOfRun } from "./look-of-run.ts";

const changed = (run: Run, change: (result: NonNullable<Run["validation"]>["hypotheses"][number]) => object): Run =>
  ({ ...run, validation: run.validation === null ? null : { ...run.validation, hypotheses: run.validation.hypotheses.map((result) => ({ ...result, ...change(result) })) } });

test("each hypothesis is one finding, with what people agreed about it and what was found", () => {
  const run = validateLeft();
  const look = lookOfRun(run);
  const results = run.validation?.hypotheses ?? [];
  expect(look).toMatchObject({ run: run.id, at: new Date(run.validation?.asOf ?? 0).toISOString() });
  const departures = look?.findings.filter(({ kind }) => kind === "departure") ?? [];
  expect(departures.map(({ subject, verdict, severity, consequence, since }) => ({ subject, verdict, severity, consequence, since })))
    .toEqual(results.map(({ hypothesis, verdict, overall }) => ({ subject: hypothesis.id, verdict, severity: hypothesis.severity, consequence: hypothesis.consequence, since: overall?.since ?? null })));
  expect(departures.some(({ verdict }) => verdict === "fail")).toBe(true);
  const failing = departures.find(({ verdict }) => verdict === "fail");
  expect(failing?.sentence).toBe(run.findings.find(({ subject }) => subject.name === failing?.subject && subject.segment === null)?.statement);
});

test("what was refused could not be judged, whatever else it says", () => {
  const refused = lookOfRun(validateRefused())?.findings.filter(({ kind }) => kind === "departure") ?? [];
  expect(refused.length).toBeGreaterThan(0);
  for (const [index, result] of (validateRefused().validation?.hypotheses ?? []).entries()) if (result.refused !== null) expect(refused[index]).toMatchObject({ verdict: "error", sentence: result.refused.message });
});

test("a review date that passed and an estimate that is stale open reviews; before, they are well", () => {
  const reviews = (run: Run) => lookOfRun(run)?.findings.filter(({ kind }) => kind === "review").map(({ subject, verdict }) => `${subject}: ${verdict}`) ?? [];
  const of = (review: string | null, stale: string | null) => reviews(changed({ ...validateLeft() }, (result) => ({ hypothesis: { ...result.hypothesis, review }, offline: result.offline === null ? null : { ...result.offline, stale } }))).filter((each) => each.includes(validateLeft().validation?.hypotheses[0]?.hypothesis.id ?? "?"));
  const id = validateLeft().validation?.hypotheses[0]?.hypothesis.id ?? "";
  const asOf = validateLeft().validation?.asOf.slice(0, 10) ?? "";
  expect(of(asOf, null)).toEqual([`review due ${id}: pass`, `offline estimate stale ${id}: pass`]);
  expect(of("2020-01-01", "its source changed")).toEqual([`review due ${id}: warn`, `offline estimate stale ${id}: warn`]);
  expect(of(null, null)).toEqual([`offline estimate stale ${id}: pass`]);
});

test("history that is judged afterwards, and runs of other kinds, say nothing", () => {
  const run = validateLeft();
  expect(lookOfRun({ ...run, validation: run.validation === null ? null : { ...run.validation, backfill: true } })).toBeNull();
  expect(lookOfRun(minimalRun("r"))).toBeNull();
});

test("a claim that fails within a segment alone departs there, with that segment's beginning, estimate and sentence", () => {
  const run = changed(validateSegment(), ({ overall }) => ({ verdict: "inconclusive", overall: overall === null ? null : { ...overall, verdict: "inconclusive", since: null } }));
  const result = run.validation?.hypotheses.find(({ segments }) => segments.some((each) => each.verdict === "fail"));
  const segment = result?.segments.find(({ verdict }) => verdict === "fail");
  expect(segment?.since).toEqual(expect.any(String));
  expect(lookOfRun(run)?.findings.find(({ subject, kind }) => kind === "departure" && subject === result?.hypothesis.id)).toMatchObject({ verdict: "fail", since: segment?.since, estimate: segment?.estimate });
});
