import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Hypothesis } from "../../core/domain/hypothesis.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import { expectedSource } from "./expected-source.ts";
import { resolveCalendar } from "./resolve-calendar.ts";
import { resolveHypotheses } from "./resolve-hypotheses.ts";
import { resolveProduction } from "./resolve-production.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-hypotheses-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const load = (text: string, cwd = folder) => loadManifest(write("project/lockstep.yaml", text), { cwd, env: {} });

const whole = `version: 1
owner: {name: Everybody}
defaults: {owner: {name: Team, contact: team@example.com}}
models:
  credit:
    owner: {name: Risk}
    decision: {output: score, threshold: 0.4, positive: "yes"}
    production:
      log: ../logs/*.jsonl
      map: credit.map.yaml
      zone: Europe/Berlin
      labels: {source: outcomes.csv, key: loan, time: known_on}
      prometheus: {url: "http://prometheus:9090", headers: {Authorization: "Bearer file:secrets/token"}}
    hypotheses:
      written:
        claim: approvals are right
        metric: {name: precision, output: score, label: repaid}
        population: amount > 1000
        segments: [region]
        expected: {backtest: backtest/june.parquet, map: june.map.yaml, labels: backtest/outcomes.csv, zone: UTC}
        margin: {below: 0.03}
        window: week
        timeZone: Europe/Berlin
        aggregation: mean-of-windows
        minimum: {coverage: 100%, rows: 50}
        labelMaturity: 30d
        reweightBy: region
        owner: {name: Ana, function: data-science}
        severity: critical
        impact: {perDay: 500, unit: EUR}
        consequence: roll-back
        review: "2027-06-30"
        mode: warn
        since: "2026-10-01"
      short:
        claim: answers in time
        metric: latency-quantile
        expected: {value: 120, standardError: 0, source: contract}
      folds:
        claim: the ranking is good
        metric: {name: ndcg, group: session}
        expected: {folds: cv.csv, rows: 1000}
        labelMaturity: 36h
        minimum: {coverage: 0.8}
      drawn:
        claim: revenue holds
        metric: {name: total, column: revenue}
        expected: {simulation: [10, 11, 12], source: simulator 3}
        margin: 15%
`;

describe("a hypothesis", () => {
  test("is resolved as it is written", async () => {
    write("project/cv.csv", "0.8\n0.7\n");
    const loaded = await load(whole);
    const [written, short, folds, drawn] = resolveHypotheses(loaded, "credit");
    expect(written).toEqual({
      id: "credit/written", model: "credit", name: "written", claim: "approvals are right", metric: { name: "precision", output: "score", label: "repaid", threshold: 0.4, positive: "yes" },
      population: "amount > 1000", segments: ["region"], expected: { kind: "backtest", source: "backtest/june.parquet", map: "june.map.yaml", format: null, zone: "UTC", labels: "backtest/outcomes.csv" },
      margin: { below: 0.03, above: null, relative: false }, marginOrigin: "agreed", window: "week", timeZone: "Europe/Berlin", aggregation: "mean-of-windows", minimum: { coverage: 1, rows: 50 },
      labelMaturitySeconds: 30 * 86_400, reweightBy: "region", owner: { name: "Ana", function: "data-science" }, severity: "critical", impact: { perDay: 500, unit: "EUR" }, consequence: "roll-back",
      review: "2027-06-30", mode: "warn", since: "2026-10-01",
    });
    expect(short).toMatchObject({
      metric: { name: "latency-quantile", quantile: 0.99 }, expected: { kind: "number", value: 120, standardError: 0, rows: null, source: "contract" }, margin: { below: null, above: 0.25, relative: true }, marginOrigin: "default",
      window: "day", timeZone: "UTC", aggregation: "pooled", minimum: { coverage: 0.9, rows: 30 }, labelMaturitySeconds: 0, owner: { name: "Risk", contact: "team@example.com" }, severity: "medium", consequence: "investigate", mode: "enforce",
      population: null, segments: [], reweightBy: null, impact: null, review: null, since: null,
    });
    expect(folds).toMatchObject({ metric: { name: "ndcg", group: "session", k: 10 }, expected: { kind: "folds", values: [0.8, 0.7], rows: 1000, source: "cv.csv" }, labelMaturitySeconds: 129_600, minimum: { coverage: 0.8, rows: 30 } });
    expect(drawn).toMatchObject({ expected: { kind: "simulation", values: [10, 11, 12], source: "simulator 3" }, margin: { below: 0.15, above: 0.15, relative: true } });
    for (const hypothesis of resolveHypotheses(loaded, "credit")) expect(Hypothesis.parse(hypothesis)).toEqual(hypothesis);
  });

  test("is the same wherever the command runs, while its files work from there", async () => {
    write("project/cv.csv", "0.8\n0.7\n");
    const [here, there] = [await load(whole), await load(whole, join(folder, "project"))];
    expect(resolveHypotheses(here, "credit")).toEqual(resolveHypotheses(there, "credit"));
    const source = (loaded: typeof here) => expectedSource(loaded, resolveHypotheses(loaded, "credit")[0] as Hypothesis);
    expect(source(here)).toEqual({ source: "project/backtest/june.parquet", map: "project/june.map.yaml", format: null, zone: "UTC", labels: { source: "project/backtest/outcomes.csv", key: null, label: null, ts: null } });
    expect(source(there)?.source).toBe("backtest/june.parquet");
    expect(expectedSource(here, resolveHypotheses(here, "credit")[1] as Hypothesis)).toBeNull();
  });

  test("whose folds vanish after the manifest was read is refused with its place", async () => {
    write("project/cv.csv", "0.8\n0.7\n");
    const loaded = await load(whole);
    rmSync(join(folder, "project/cv.csv"));
    expect(() => resolveHypotheses(loaded, "credit")).toThrow(expect.objectContaining({ code: "LS250", place: "project/lockstep.yaml:42:20" }));
  });

  test("is not there in a model without any", async () => expect(resolveHypotheses(await load("version: 1\nmodels: {m: {}}\n"), "m")).toEqual([]));
});

test("production is where the manifest says, and secrets stay references", async () => {
  write("project/cv.csv", "0.8\n0.7\n");
  expect(resolveProduction(await load(whole), "credit")).toEqual({
    environment: "production", place: "project/lockstep.yaml:8:5",
    log: { source: "logs/*.jsonl", format: null, map: "project/credit.map.yaml", zone: "Europe/Berlin", labels: { source: "project/outcomes.csv", key: "loan", label: null, ts: "known_on" } },
    prometheus: { url: "http://prometheus:9090", headers: [{ name: "Authorization", value: "Bearer file:project/secrets/token" }] },
  });
  expect(resolveProduction(await load("version: 1\nmodels: {m: {}}\n"), "m")).toBeNull();
});

test("outages and holidays are not judged, everything else is, unless somebody says so", async () => {
  const loaded = await load(`version: 1
models: {m: {}}
calendar:
  - {name: a, kind: outage, from: "2026-01-01", to: "2026-01-02"}
  - {name: b, kind: campaign, from: "2026-01-01", to: "2026-01-02", models: [m]}
  - {name: c, from: "2026-01-01", to: "2026-01-02", treatment: exclude, reason: moved house}
`);
  expect(resolveCalendar(loaded).map(({ name, kind, treatment, models, reason }) => [name, kind, treatment, models, reason])).toEqual([["a", "outage", "exclude", null, null], ["b", "campaign", "note", ["m"], null], ["c", "other", "exclude", null, "moved house"]]);
});
