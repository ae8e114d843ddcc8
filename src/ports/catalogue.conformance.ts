import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import type { Page } from "../core/domain/page.ts";
import { worstVerdict } from "../core/domain/verdict.ts";
import type { Waiver } from "../core/domain/waiver.ts";
import { applyWaivers, isFor } from "../core/governance/apply-waivers.ts";
import { effectiveVerdict } from "../core/governance/effective-verdict.ts";
import { judgeRun } from "../core/judge/decide.ts";
import type { CanonicalValue } from "../core/ledger/canonical-json.ts";
import type { Catalogue, PageQuery, RunQuery } from "./catalogue.ts";
import { minimalRun } from "./minimal-run.fixture.ts";
import type { RunStore } from "./run-store.ts";

export interface OpenedCatalogue {
  readonly store: RunStore;
  readonly catalogue: Catalogue;
  readonly remove: () => void;
}

const verdicts = ["pass", "warn", "fail", "inconclusive", "error"] as const;
const kinds = ["check", "compare", "validate"] as const;
const severities = ["critical", "low"] as const;

export const exampleFinding = (id: string, verdict: Finding["verdict"], severity: Finding["severity"] = "high"): Finding => ({
  id, check: id.split(":")[0] ?? id, subject: { kind: "output", name: id, segment: null }, verdict, severity, mode: "enforce", statement: `${id} is told`, estimate: 0.25, unit: "share", interval: { low: 0, high: 0.5, level: 0.95, method: "exact" },
  margin: null, marginOrigin: null, n: 7, noiseFloor: null, reason: "", action: "", needed: null, evidence: {},
});

/** A run of a model in an environment, `hour` hours after the beginning of a year. */
export const exampleRun = (id: string, hour: number, { model, environment, ...over }: Partial<Run> & { readonly model: string | null; readonly environment: string }): Run => {
  const { environments } = minimalRun(id);
  return minimalRun(id, { startedAt: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(), environments: { ...environments, candidate: { ...environments.candidate, name: environment, model } }, ...over });
};

const arbitraryRuns: fc.Arbitrary<readonly Run[]> = fc.array(
  fc.record({
    hour: fc.integer({ min: 0, max: 6 }), model: fc.constantFrom("credit", "fraud", null), environment: fc.constantFrom("staging", "production"), kind: fc.constantFrom(...kinds), verdict: fc.constantFrom(...verdicts), headline: fc.constantFrom("Zebras differ", "All alike"),
    findings: fc.array(fc.tuple(fc.constantFrom("a:x", "a:y", "b:x"), fc.constantFrom(...verdicts), fc.constantFrom(...severities)), { maxLength: 4 }),
  }),
  { maxLength: 14 },
).map((drawn) => drawn.map(({ hour, findings, ...over }, index) => exampleRun(`run-${index}`, hour, { ...over, findings: findings.map(([id, verdict, severity]) => exampleFinding(id, verdict, severity)) })));

const newestFirst = (runs: readonly Run[]): readonly Run[] => runs.toSorted((a, b) => (a.startedAt === b.startedAt ? (a.id < b.id ? 1 : -1) : a.startedAt < b.startedAt ? 1 : -1));
const modelOf = (run: Run): string | null => run.environments.candidate.model;
const environmentOf = (run: Run): string => run.environments.candidate.name;

/** All of a list, page after page. */
export const allOf = <T>(limit: number, page: (query: PageQuery) => Page<T>): T[] => {
  const all: T[] = [];
  for (let after: string | null = null; ;) {
    const { items, next }: Page<T> = page({ limit, after });
    expect(items.length).toBeLessThanOrEqual(limit);
    all.push(...items);
    if (next === null) return all;
    after = next;
  }
};

/** What every catalogue must do, whatever it is made of. */
export const testCatalogue = (name: string, open: () => OpenedCatalogue): void => {
  describe(`the catalogue of ${name}`, () => {
    let opened: OpenedCatalogue;
    const begin = (): void => { opened = open(); };
    const end = (): void => {
      opened.catalogue.close();
      opened.store.close();
      opened.remove();
    };
    beforeEach(begin);
    afterEach(end);
    const place = (run: Run): string => `${modelOf(run)} ${environmentOf(run)}`;

    const checkStates = (runs: readonly Run[], catalogue: Catalogue): void => {
      const sorted = newestFirst(runs).filter((run) => modelOf(run) !== null);
      const expected = [...new Set(sorted.map(place))].map((each) => {
        const here = sorted.filter((run) => place(run) === each);
        const newest = kinds.flatMap((kind) => here.find((run) => run.kind === kind) ?? []);
        const worst = worstVerdict(newest.map(({ verdict }) => verdict));
        const since = newest.filter(({ verdict }) => verdict === worst && verdict !== "pass").map(({ kind }) => {
          const ofKind = here.filter((run) => run.kind === kind);
          const passed = ofKind.findIndex(({ verdict }) => verdict === "pass");
          return ofKind.slice(0, passed === -1 ? undefined : passed).at(-1)?.startedAt ?? "";
        }).toSorted()[0] ?? null;
        return { place: each, worst, ids: newest.map(({ id }) => id), since };
      }).toSorted((a, b) => order.indexOf(a.worst) - order.indexOf(b.worst) || (a.place < b.place ? -1 : 1));
      expect(allOf(2, (query) => catalogue.states(query)).map(({ model, environment, runs: of, since }) => ({ place: `${model} ${environment}`, worst: worstVerdict(of.map(({ verdict }) => verdict)), ids: of.map(({ id }) => id), since }))).toEqual(expected);
    };

    const runQuery = fc.record({ model: fc.constantFrom("credit", null), environment: fc.constantFrom("staging", null), verdict: fc.constantFrom("fail" as const, null), kind: fc.constantFrom("check" as const, null), words: fc.constantFrom("zebra", "differ zebras", null), from: fc.constantFrom("2026-01-01T02:00:00.000Z", null), to: fc.constantFrom("2026-01-01T05:00:00.000Z", null) });

    const checkRuns = (runs: readonly Run[], asked: RunQuery, limit: number, catalogue: Catalogue): void => {
      const expected = newestFirst(runs).filter((run) => (asked.model === null || modelOf(run) === asked.model) && (asked.environment === null || environmentOf(run) === asked.environment) && (asked.verdict === null || run.verdict === asked.verdict)
        && (asked.kind === null || run.kind === asked.kind) && (asked.words === null || run.headline.startsWith("Zebra")) && (typeof asked.from !== "string" || run.startedAt >= asked.from) && (typeof asked.to !== "string" || run.startedAt < asked.to));
      expect(allOf(limit, (page) => catalogue.runs({ ...asked, ...page })).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    };

    const findingQuery = fc.record({ model: fc.constantFrom("credit", null), environment: fc.constantFrom("staging", null), verdict: fc.constantFrom("fail" as const, null), severity: fc.constantFrom("low" as const, null), check: fc.constantFrom("a", null), finding: fc.constantFrom("a:x", null), run: fc.constantFrom("run-1", null) });

    const checkFindings = (runs: readonly Run[], { run: ofRun, ...asked }: typeof findingQuery extends fc.Arbitrary<infer T> ? T : never, limit: number, catalogue: Catalogue): void => {
      const expected = newestFirst(runs).filter((run) => (ofRun === null ? (asked.model === null || modelOf(run) === asked.model) && (asked.environment === null || environmentOf(run) === asked.environment) : run.id === ofRun))
        .flatMap((run) => run.findings.filter((each) => (asked.verdict === null || each.verdict === asked.verdict) && (asked.severity === null || each.severity === asked.severity) && (asked.check === null || each.check === asked.check) && (asked.finding === null || each.id === asked.finding)).map(({ id, verdict }) => ({ run: run.id, id, verdict })));
      expect(allOf(limit, (page) => catalogue.findings({ ...asked, run: ofRun, ...page })).map(({ run, id, verdict }) => ({ run, id, verdict }))).toEqual(expected);
    };

    test("in whatever order runs came: states are what the newest make them, worst first; runs and findings are all that fit, newest first, in pages of any size", () => {
      const several = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 6, maxLength: 6 });
      fc.assert(fc.property(arbitraryRuns, several(runQuery), several(findingQuery), fc.integer({ min: 1, max: 5 }), (runs, runQueries, findingQueries, limit) => {
        end();
        begin();
        for (const run of runs) opened.store.save(run, "ana");
        checkStates(runs, opened.catalogue);
        for (const query of runQueries) checkRuns(runs, { ...query, limit }, limit, opened.catalogue);
        for (const query of findingQueries) checkFindings(runs, query, limit, opened.catalogue);
      }), { numRuns: 12 });
    });

    /* Runs as a store has them: judged by their findings, with the waivers that held then marked. */
    const arbitraryWaivers = fc.array(fc.record({ model: fc.constantFrom("credit", "fraud"), environment: fc.constantFrom("staging", null), finding: fc.constantFrom("a:x", "a:*", "b:x", "none"), from: fc.integer({ min: -2, max: 8 }), hours: fc.integer({ min: 1, max: 6 }), endedAfter: fc.option(fc.integer({ min: 0, max: 3 })) }), { maxLength: 4 })
      .map((drawn) => drawn.map(({ from, hours, endedAfter, ...about }, index): Waiver => ({
        id: `WVR-${index}`, ...about, reason: "known", owner: "Ada", requestedBy: "Ada", approvedBy: ["Ben"], from: hour(from + 0.5), expiresAt: hour(from + hours + 0.5), ...(endedAfter === null ? {} : { ended: { at: hour(from + endedAfter + 0.5), by: "Ada", reason: "fixed" } }),
      })));
    const hour = (at: number): string => new Date(Date.UTC(2026, 0, 1) + at * 36e5).toISOString();

    test("a run counts as the waivers make it that hold at the moment of asking, wherever it is listed, filtered or sorted; what it was judged stands beside it", () => {
      fc.assert(fc.property(arbitraryRuns, arbitraryWaivers, fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 5 }), fc.constantFrom(...verdicts), (drawn, waivers, when, limit, verdict) => {
        end();
        begin();
        const ours = (run: Run): readonly Waiver[] => waivers.filter((waiver) => isFor(waiver, { model: modelOf(run), environment: environmentOf(run) }));
        const runs = drawn.map((run) => {
          const findings = applyWaivers(run.findings, ours(run), run.startedAt);
          return { ...run, findings, verdict: judgeRun(findings) };
        });
        for (const run of runs) opened.store.save(run, "ana");
        for (const { ended, ...waiver } of waivers) {
          opened.store.enter({ kind: "waiver", subject: waiver.id, payload: waiver as unknown as CanonicalValue }, "ana");
          if (ended !== undefined) opened.store.enter({ kind: "waiver", subject: `${waiver.id}/end`, payload: { waiver: waiver.id, ended } }, "ana");
        }
        // Nobody asks of a run before it began.
        const at = [hour(when), ...runs.map(({ startedAt }) => startedAt)].toSorted().at(-1) ?? hour(when);
        const now = new Map(runs.map((run) => [run.id, effectiveVerdict(run, ours(run), at)]));
        const { catalogue } = opened;
        expect(allOf(limit, (page) => catalogue.runs({ ...page, at })).map((run) => [run.id, run.verdict, run.judged])).toEqual(newestFirst(runs).map((run) => [run.id, now.get(run.id), run.verdict]));
        for (const model of ["credit", null]) expect(allOf(limit, (page) => catalogue.runs({ ...page, at, verdict, model })).map(({ id }) => id)).toEqual(newestFirst(runs).filter((run) => now.get(run.id) === verdict && (model === null || modelOf(run) === model)).map(({ id }) => id));
        checkStates(runs.map((run) => ({ ...run, verdict: now.get(run.id) ?? run.verdict })), { ...catalogue, states: (query) => catalogue.states({ ...query, at }) });
        const total = catalogue.states({ limit: 50, at }).items.filter((state) => worstVerdict(state.runs.map((run) => run.verdict)) === verdict).length;
        expect(catalogue.states({ limit: 1, at, verdict }).total).toBe(total);
      }), { numRuns: 12 });
    });

    test("a finding is told as the run has it", () => {
      opened.store.save(exampleRun("r", 1, { model: "credit", environment: "staging", findings: [exampleFinding("a:x", "fail")] }), "ana");
      const { marginOrigin: _m, noiseFloor: _n, reason: _r, action: _a, needed: _d, evidence: _e, ...told } = exampleFinding("a:x", "fail");
      expect(opened.catalogue.findings({ run: "r", limit: 5 })).toEqual({ items: [{ ...told, run: "r", model: "credit", environment: "staging", startedAt: "2026-01-01T01:00:00.000Z", waived: null }], next: null, total: 1 });
    });

    test("whoever may see some models sees nothing of the others, nor of what names none", () => {
      for (const [index, model] of ["credit", "fraud", null].entries()) opened.store.save(exampleRun(`r${index}`, index, { model, environment: "staging", findings: [exampleFinding("a:x", "fail")] }), "ana");
      const models = ["fraud", "other"];
      expect(opened.catalogue.states({ limit: 5, models }).items.map(({ model }) => model)).toEqual(["fraud"]);
      expect(opened.catalogue.runs({ limit: 5, models }).items.map(({ id }) => id)).toEqual(["r1"]);
      expect(opened.catalogue.runs({ limit: 5, models: [] }).items).toEqual([]);
      expect(opened.catalogue.findings({ limit: 5, models }).items.map(({ run }) => run)).toEqual(["r1"]);
      expect(opened.catalogue.findings({ limit: 5, models, run: "r0" }).items).toEqual([]);
    });

    test("the ledger is read in both directions, and followed from any entry, by kinds or all", () => {
      for (let index = 0; index < 4; index += 1) {
        opened.store.enter({ kind: index % 2 === 0 ? "gate" : "incident", subject: `s${index}`, payload: { index } }, "ana");
        opened.store.save(exampleRun(`r${index}`, index, { model: "credit", environment: "staging" }), "ana");
      }
      const entries = [...opened.store.ledger()];
      const { catalogue } = opened;
      expect(allOf(3, (query) => catalogue.ledger(query))).toEqual(entries);
      expect(allOf(3, (query) => catalogue.ledger({ ...query, newestFirst: true, kind: "gate" })).map(({ subject }) => subject)).toEqual(["s2", "s0"]);
      expect(catalogue.ledger({ limit: 1 }).total).toBe(8);
      expect(catalogue.head()).toEqual(entries.at(-1));
      expect(catalogue.entriesAfter(2, 3)).toEqual(entries.slice(2, 5));
      expect(catalogue.entriesAfter(1, 3, ["gate", "incident"]).map(({ subject }) => subject)).toEqual(["s1", "s2", "s3"]);
      expect(catalogue.record("gate", "s2")).toEqual({ index: 2 });
      expect(catalogue.record("gate", "s1")).toBeNull();
      expect(catalogue.digest("run", "r1")).toBe(entries.find(({ subject }) => subject === "r1")?.payloadDigest);
      expect(catalogue.entered("records", null, 3).map(({ kind, subject, entered }) => `${kind} ${subject} ${entered}`)).toEqual(["gate s0 true", "gate s2 true", "incident s1 true"]);
    });

    test("a place of another list, or one that was tampered with, is LS707", () => {
      for (let index = 0; index < 3; index += 1) opened.store.save(exampleRun(`r${index}`, index, { model: "credit", environment: "staging" }), "ana");
      const { next } = opened.catalogue.runs({ limit: 1 });
      expect(next).not.toBeNull();
      const altered = Buffer.from(Buffer.from(next ?? "", "base64url").toString().replace("r2", "r1")).toString("base64url");
      for (const after of [altered, "", "x", `${next}x`.slice(1)]) expect(() => opened.catalogue.runs({ limit: 1, after })).toThrow(expect.objectContaining({ code: "LS707" }));
      expect(() => opened.catalogue.findings({ limit: 1, after: next })).toThrow(expect.objectContaining({ code: "LS707" }));
    });

    test("a run is found by the beginning of its id, and hypotheses by being registered or looked at", () => {
      opened.store.save(exampleRun("abc-1", 1, { model: "credit", environment: "staging" }), "ana");
      opened.store.save(exampleRun("abc", 2, { model: "credit", environment: "staging" }), "ana");
      expect([opened.catalogue.run("abc")?.id, opened.catalogue.run("abc-")?.id, opened.catalogue.run("b"), opened.catalogue.run("")]).toEqual(["abc", "abc-1", null, null]);
      expect(() => opened.catalogue.run("ab")).toThrow(expect.objectContaining({ code: "LS502" }));
      expect(opened.catalogue.models()).toEqual(["credit"]);
      opened.store.enter({ kind: "hypothesis", subject: "credit/precision/v1", payload: { content: { model: "credit", name: "precision", claim: "It stays." } } }, "ana");
      expect(opened.catalogue.hypotheses({ limit: 5 }).items).toEqual([{ model: "credit", name: "precision", claim: "It stays.", look: null }]);
    });
  });
};

const order: readonly Run["verdict"][] = ["error", "fail", "inconclusive", "warn", "pass"];
