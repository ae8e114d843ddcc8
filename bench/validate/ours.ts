// Our side: `node ours.ts history|hour|read|judge STORE SPILL LOG`, where LOG is a file that lists the parts, one a line. `history`: all parts but the last hour are counted into the store. `hour`: the
// last hour is counted, kept, and what a look reads of all days is read, bins when somebody looks at them. `read`: the stored series are read by the day with all of their bins. `judge`: all of them are judged anew.
import { readFileSync, statSync } from "node:fs";
import { createDuckDbEngine } from "../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { createSqliteSeriesStore } from "../../src/adapters/stores/sqlite/create-sqlite-series-store.ts";
import { judgeSeries } from "../../src/core/corridor/judge-series.ts";
import type { Hypothesis } from "../../src/core/domain/hypothesis.ts";
import type { WindowStatistic } from "../../src/core/domain/measure.ts";
import type { PopulationColumn, PopulationRelation } from "../../src/core/domain/population.ts";
import { corridorSettings } from "../../src/core/judge/corridor-settings.ts";
import { metricValue } from "../../src/core/measure/metric-value.ts";
import { planDigest } from "../../src/core/measure/plan-digest.ts";
import { offlineOfValues } from "../../src/core/offline/offline-of-values.ts";
import { proposePlan } from "../../src/work/series/propose-plan.ts";
import { seriesInParts } from "../../src/work/series/series-in-parts.ts";
import { reportChild } from "../side-by-side.ts";
import { memoryBytes, metrics, timeZone } from "./settings.ts";

const [what = "", directory = "", spill = "", list = ""] = process.argv.slice(2);
const files = readFileSync(list, "utf8").trim().split("\n");
const [first = ""] = files;
const engine = await createDuckDbEngine({ memoryLimitBytes: memoryBytes, temporaryDirectory: spill });
const roles: Readonly<Record<string, PopulationColumn["role"]>> = { score: "score", approved: "decision", label: "label", region: "segment" };
const sqlOf = (path: string): string => `read_parquet('${path}')`;
const standard = ["id", "ts", "label_ts", "latency_ms"] as const;
const columns = (await engine.describe(`SELECT * FROM ${sqlOf(first)}`)).filter(({ name }) => !(standard as readonly string[]).includes(name)).map(({ name, type }): PopulationColumn => ({
  name, column: name, type, origin: "agreed", why: "", role: roles[name] ?? "feature", kind: type === "VARCHAR" || type === "BOOLEAN" ? "category" : "numeric",
}));
const relation: PopulationRelation = { name: "log", sql: sqlOf(first), columns, standard: [...standard], gaps: [] };
// The first day stands for the offline data that a plan is frozen from.
const plan = await proposePlan(engine, { metrics, segments: ["region"], window: "hour", timeZone, where: null }, relation);
const digest = planDigest(plan);
const store = createSqliteSeriesStore(directory);
const countAll = (paths: readonly string[]) => seriesInParts(engine, relation, paths.map((path) => ({ key: path, sql: sqlOf(path), bytes: statSync(path).size })), plan, store, { labels: null, finalBefore: null });
const read = (): readonly WindowStatistic[] => store.read(digest, { by: "day", fromDay: null, toDay: null, arrivedBy: null, bins: "whenAsked" });
const readWhole = (): readonly WindowStatistic[] => {
  const statistics = store.read(digest, { by: "day", fromDay: null, toDay: null, arrivedBy: null });
  if (statistics.reduce((bins, each) => bins + each.bins.length, 0) === 0) throw new Error("no bins are stored");
  return statistics;
};

const judgeAll = (statistics: readonly WindowStatistic[]): number => {
  const series = new Map<string, WindowStatistic[]>();
  for (const each of statistics) {
    const key = `${each.measure} ${each.segment?.value ?? ""}`;
    const found = series.get(key);
    if (found === undefined) series.set(key, [each]);
    else found.push(each);
  }
  // Three days after the last prediction, when its labels are due.
  const asOf = Math.max(...store.parts(digest).map(({ lastTs }) => (lastTs === null ? 0 : Date.parse(lastTs)))) + 3 * 86_400_000;
  let judged = 0;
  for (const own of series.values()) {
    const measure = plan.measures.find(({ id }) => id === own[0]?.measure);
    const told = measure === undefined ? null : metricValue(measure, own);
    if (measure === undefined || told === null) continue;
    const expected = { kind: "number", value: told.value, standardError: Math.abs(told.value) / 100, rows: null, source: "bench" } as const;
    const hypothesis: Hypothesis = {
      id: `bench/${measure.id}`, model: "bench", name: measure.id, claim: "", metric: measure.metric, population: null, segments: [], expected, margin: { below: 0.05, above: 0.05, relative: true }, marginOrigin: "agreed", window: "day", timeZone,
      aggregation: "pooled", minimum: { coverage: 0.9, rows: 30 }, labelMaturitySeconds: measure.labelled ? 172_800 : 0, reweightBy: null, owner: null, severity: "low", impact: null, consequence: "investigate", review: null, mode: "enforce", since: null,
    };
    judgeSeries({ hypothesis, measure, plan: { window: "day", timeZone }, offline: offlineOfValues(expected), segment: own[0]?.segment ?? null, statistics: own, calendar: [], asOf, from: null, settings: corridorSettings });
    judged += 1;
  }
  return judged;
};

if (what === "history") await reportChild(async () => { const { counted, summary } = await countAll(files.slice(0, -1)); return `${counted} parts, ${summary.rows} rows`; });
else if (what === "hour") {
  await reportChild(async () => {
    const [started, before] = [performance.now(), process.cpuUsage()];
    const { counted } = await countAll(files);
    const kept = performance.now();
    const { user, system } = process.cpuUsage(before);
    const countCpu = (user + system) / 1e6;
    const { length } = read();
    return JSON.stringify({ counted, statistics: length, countSeconds: (kept - started) / 1000, readSeconds: (performance.now() - kept) / 1000, cpuSeconds: countCpu });
  });
  store.drop(digest, [files.at(-1) ?? ""]);
} else if (what === "read") await reportChild(() => Promise.resolve(`${readWhole().length} statistics`));
else if (what === "judge") await reportChild(() => Promise.resolve(`${judgeAll(read())} series`));
else throw new Error(`nothing is measured as ${what}`);
store.close();
await engine.close();
