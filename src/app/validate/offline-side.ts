import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { Series, SeriesPlan } from "../../core/domain/measure.ts";
import { Profile } from "../../core/domain/profile.ts";
import { LogCoverage, LogGap, PopulationColumn } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";
import { bootstrapMetric } from "../../work/offline/bootstrap-metric.ts";
import { Coding, codingOf } from "../../work/series/coding-of.ts";
import { countSeries } from "../../work/series/count-series.ts";
import { proposePlan } from "../../work/series/propose-plan.ts";
import type { CommandIo } from "../command-io.ts";
import { makeFolder } from "../make-folder.ts";
import { expandSource } from "../populations/expand-source.ts";
import type { WrittenSource } from "../hypothesis/resolve-production.ts";
import { openPopulation } from "../populations/open-population.ts";
import { toolVersion } from "../tool-version.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { askedOf } from "./asked-of.ts";
import { factsOf } from "./changed-files.ts";
import { profileFeatures } from "./feature-days.ts";
import { readKept } from "./read-kept.ts";
import { countedMetrics, type SeriesGroup } from "./series-group.ts";

/** A backtest as it was counted, with the plan that was frozen from it: production is counted by the same. */
const CountedOffline = z.object({
  plan: SeriesPlan, series: Series, features: Profile.nullable(), digest: z.string(),
  /** What a bootstrap in the engine told of measures that do not add, by measure. */
  resampled: z.record(z.string(), z.object({ estimate: z.number(), standardError: z.number(), rows: z.number(), method: z.string() })),
  columns: z.array(PopulationColumn), coding: Coding, coverage: LogCoverage, gaps: z.array(LogGap),
});
export type CountedOffline = z.infer<typeof CountedOffline>;

/** The backtest of a group, counted once: as long as its files, their mapping and the hypotheses' metrics are the same, what was counted is read back. */
export const offlineSide = async (engine: Engine, group: SeriesGroup, backtest: WrittenSource, { store, recount }: { readonly store: string; readonly recount: boolean }, io: CommandIo): Promise<{ readonly counted: CountedOffline; readonly anew: boolean }> => {
  const key = createHash("sha256").update(JSON.stringify([toolVersion(), group.metrics, group.companions, group.segments, group.outcomes, group.window, group.timeZone, group.where, backtest.format, backtest.zone, backtest.labels, await facts([backtest.source, backtest.map, backtest.labels?.source ?? null], io.cwd)])).digest("hex");
  const file = join(store, "offline", `${key.slice(0, 32)}.json`);
  const kept = recount ? null : await readKept(CountedOffline, file);
  if (kept !== null) return { counted: kept, anew: false };
  io.progress({ kind: "step", step: `reading ${backtest.source}` });
  const opened = await openPopulation(engine, {
    ...askedOf(backtest, group), name: backtest.source, like: null, cwd: io.cwd, env: io.env, keepSecret: io.keepSecret, window: { from: null, to: null },
  });
  const { window, timeZone, where, segments } = group;
  const metrics = countedMetrics(group, opened.relation, engine.dialect);
  const plan = await proposePlan(engine, { metrics, segments, window, timeZone, where }, opened.relation);
  const series = await countSeries(engine, opened.relation, plan, io.signal);
  const features = await profileFeatures(engine, opened.relation, backtest.source, opened.side.digest ?? key, io);
  const resampled: CountedOffline["resampled"] = {};
  for (const measure of plan.measures.filter(({ shape }) => shape === "value")) {
    const told = await bootstrapMetric(engine, opened.relation, measure, { seed: 1, where }, io.signal);
    if (told !== null) resampled[measure.id] = told;
  }
  const counted: CountedOffline = { plan, series, features, resampled, digest: opened.side.digest ?? "", columns: [...opened.relation.columns], coding: await codingOf(engine, opened.relation, io.signal), coverage: opened.side.coverage, gaps: [...opened.relation.gaps] };
  makeFolder(join(store, "offline"));
  await writeFileWhole(file, JSON.stringify(counted));
  return { counted, anew: true };
};

const facts = async (sources: readonly (string | null)[], folder: string): Promise<unknown[]> => {
  const found: unknown[] = [];
  for (const source of sources) {
    if (source === null) { found.push(null); continue; }
    const { paths } = await expandSource(source, folder);
    for (const path of paths) { found.push([path, ...Object.values(await factsOf(path))]); }
  }
  return found;
};
