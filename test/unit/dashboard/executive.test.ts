import { expect, test } from "vitest";
import { modelsOfStates, type OpenMatter } from "../../../dashboard/src/executive/models-of-states.ts";

type State = Parameters<typeof modelsOfStates>[0][number];
type Run = State["runs"][number];

const run = (verdict: Run["verdict"], over: Partial<Run> = {}): Run => ({ id: `run-${verdict}`, startedAt: "2026-11-01T00:00:00.000Z", reference: "offline", candidate: "production", model: "m", verdict, judged: verdict, waivers: [], pushed: null, headline: `it is ${verdict}`, kind: "validate", environment: "production", modelVersion: null, codeRevision: null, decision: "pause", findings: 1, ...over });
const state = (model: string, verdicts: readonly Run["verdict"][], environment = "production"): State => ({ model, environment, since: null, owner: { name: `owner of ${model}` }, runs: verdicts.map((verdict) => run(verdict)) });
const matter = (model: string, over: Partial<OpenMatter> = {}): OpenMatter => ({ model, what: "precision", who: "Ana", href: "/incidents/INC-2026-0001", severity: "high", cost: null, ...over });

test("a model is told by the worst of its environments and kinds of run, and the worst model first", () => {
  const shown = modelsOfStates([state("well", ["pass"]), state("mixed", ["pass"], "staging"), state("mixed", ["pass", "fail"]), state("unsure", ["inconclusive"])], []);
  expect(shown.map(({ model, environment, verdict, sentence }) => [model, environment, verdict, sentence])).toEqual([["mixed", "production", "fail", "it is fail"], ["unsure", "production", "inconclusive", "it is inconclusive"], ["well", "production", "pass", "it is pass"]]);
});

test("what a day costs is added up unit by unit, and the gravest matter waits first", () => {
  const [shown] = modelsOfStates([state("m", ["fail"])], [
    matter("m", { cost: { perDay: 100, unit: "EUR" } }), matter("m", { severity: "critical", what: "latency", who: null, cost: { perDay: 50, unit: "EUR" } }), matter("m", { cost: { perDay: 3, unit: "hours" } }), matter("other", { cost: { perDay: 9, unit: "EUR" } }),
  ]);
  expect(shown).toMatchObject({ cost: [{ perDay: 150, unit: "EUR" }, { perDay: 3, unit: "hours" }], waits: { what: "latency and 2 more", who: null } });
});

test("what is not well and that nobody took up waits for its owner; what is well for nobody", () => {
  const shown = modelsOfStates([state("bad", ["error"]), state("good", ["pass"])], []);
  expect(shown.map(({ waits }) => waits?.who ?? null)).toEqual(["owner of bad", null]);
});
