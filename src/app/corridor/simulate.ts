import { resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { calibrateCorridor } from "../../core/calibrate/calibrate-corridor.ts";
import type { Perturbation } from "../../core/calibrate/draw-production.ts";
import { type Episode, replayEpisodes } from "../../core/calibrate/replay-episodes.ts";
import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import type { Measure, WindowStatistic } from "../../core/domain/measure.ts";
import { betterOf } from "../../core/domain/metric.ts";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { corridorSettings } from "../../core/judge/corridor-settings.ts";
import { canonicalJson } from "../../core/ledger/canonical-json.ts";
import { metricValue } from "../../core/measure/metric-value.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { dayLabel, weekOfDay } from "../../core/measure/window-time.ts";
import { metricWords } from "../../core/wording/metric-words.ts";
import { stopwatch } from "../check/stopwatch.ts";
import type { CommandIo } from "../command-io.ts";
import { resolveHypotheses } from "../hypothesis/resolve-hypotheses.ts";
import { resolveProduction } from "../hypothesis/resolve-production.ts";
import { loadIncidents } from "../incident/load-incidents.ts";
import { chosenModels, hypothesesManifest } from "../validate/chosen-models.ts";
import { countGroup, type CountedGroup } from "../validate/count-group.ts";
import { inValidationWorld } from "../validate/in-validation-world.ts";
import { offlineEstimateOf, ofSegment } from "../validate/offline-estimate-of.ts";
import { outcomesOf, seriesGroups } from "../validate/series-group.ts";
import type { ValidationWorld } from "../validate/validation-world.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { readEpisodes } from "./read-episodes.ts";
import { renderSimulation } from "./render-simulation.ts";
import type { SimulateFlags } from "./simulate-flags.ts";
import type { SimulatedHypothesis } from "./simulated-hypothesis.ts";

/** What today's thresholds and proposed ones do on this history: drawn from the offline data and production's own traffic, and judged again over what people know of the past. Enters nothing into the ledger. */
export const simulate = async (flags: SimulateFlags, io: CommandIo): Promise<readonly SimulatedHypothesis[]> => {
  const chosen = { manifest: flags.manifest, model: flags.model, hypotheses: flags.hypothesis };
  const loaded = await hypothesesManifest(chosen, io);
  const written = flags.episodes === null ? [] : await readEpisodes(flags.episodes, io.cwd);
  const told = await inValidationWorld(flags, io, async (world) => {
    const done: SimulatedHypothesis[] = [];
    for (const model of chosenModels(loaded, chosen)) {
      const [claims, production] = [resolveHypotheses(loaded, model), resolveProduction(loaded, model)];
      const asked = claims.filter(({ name }) => flags.hypothesis.length === 0 || flags.hypothesis.includes(name));
      for (const group of seriesGroups(asked, outcomesOf(claims, production))) {
        for (const counted of await countGroup(world, loaded, group, production, { recount: false, asOf: null }, systemClock.now(), io, stopwatch(systemClock))) {
          for (const hypothesis of counted.group.hypotheses) {
            io.progress({ kind: "step", step: `drawing the years of ${hypothesis.name}` });
            done.push(simulated(hypothesis, counted, [...written, ...judgedAlarms(world, hypothesis)], flags));
          }
        }
      }
    }
    return done;
  });
  const text = `${JSON.stringify({ schemaVersion: 1, seed: flags.seed, settings: corridorSettings, hypotheses: told }, null, 2)}\n`;
  if (flags.output !== null) await writeFileWhole(resolve(io.cwd, flags.output), text);
  io.out(flags.json ? text : renderSimulation(told));
  return told;
};

const simulated = (hypothesis: Hypothesis, { offline: backtest, counted, refused }: CountedGroup, episodes: readonly Episode[], flags: SimulateFlags): SimulatedHypothesis => {
  const { words, unit } = metricWords(hypothesis.metric);
  const head = { id: hypothesis.id, claim: hypothesis.claim, metric: words, unit, replications: flags.replications, episodes };
  const untold = (why: string): SimulatedHypothesis => ({ ...head, expected: null, rowsADay: null, historyFrom: null, historyDays: 0, thresholds: [], refused: why });
  if (counted === null) return untold(refused?.message ?? "nothing was counted");
  const measure = counted.plan.measures.find((each) => canonicalJson(each.metric) === canonicalJson(hypothesis.metric));
  if (measure === undefined) return untold("it was not counted");
  try {
    const offline = offlineEstimateOf(hypothesis, measure, backtest === null ? null : { series: backtest.counted.series, digest: backtest.counted.digest }, []);
    const statistics = ofSegment(counted.series.read(planDigest(counted.plan), { by: measure.shape === "value" ? "window" : "day", fromDay: null, toDay: null, arrivedBy: null }), null).filter((each) => each.measure === measure.id);
    const history = historyOf(measure, statistics);
    if (history.days.length < 7) return untold("production has less than one whole week from a Monday on: its traffic is not known");
    const rowsOfWeekday = weekdaysOf(history.days);
    const law = { rowsOfWeekday, counts: measure.shape === "ratio" && offline.estimate >= 0 && offline.estimate <= 1 && unit === "share" };
    if (!law.counts && offline.varianceOfARow === null) return untold("how rows vary offline is not known, so that nothing can be drawn: name a backtest");
    const bad = betterOf(hypothesis.metric.name) === "higher" || (hypothesis.margin.above === null && hypothesis.margin.below !== null) ? -1 as const : 1 as const;
    const thresholds = [{ margin: hypothesis.margin, isToday: true }, ...flags.margin.map(({ size, relative }) => ({ margin: { below: hypothesis.margin.below === null ? null : size, above: hypothesis.margin.above === null ? null : size, relative }, isToday: false }))];
    return {
      ...head, expected: offline.estimate, rowsADay: rowsOfWeekday.reduce((sum, n) => sum + n, 0) / 7, historyFrom: dayLabel(history.firstDay), historyDays: history.days.length, refused: null,
      thresholds: thresholds.map(({ margin, isToday }) => ({
        margin, isToday,
        ...calibrateCorridor({ offline, law, margin, settings: corridorSettings, bad, replications: flags.replications, seed: flags.seed, perturbations: perturbationsOf(offline, margin, bad, counted, hypothesis) }),
        replayed: replayEpisodes(history, episodes, { offline, margin, settings: corridorSettings, counts: law.counts }),
      })),
    };
  } catch (error) {
    if (error instanceof LockstepError) return untold(error.message);
    throw error;
  }
};

/** Production's days, whole weeks from the first Monday on; days without usable rows are empty. */
const historyOf = (measure: Measure, statistics: readonly WindowStatistic[]): { readonly days: { readonly sum: number; readonly n: number }[]; readonly firstDay: number } => {
  const byDay = Map.groupBy(statistics, ({ window }) => window);
  const known = [...byDay.keys()].sort((a, b) => a - b);
  const [first = 0, last = -1] = [known[0], known.at(-1)];
  const firstDay = weekOfDay(first) === first ? first : weekOfDay(first) + 7;
  const count = Math.max(0, Math.floor((last + 1 - firstDay) / 7) * 7);
  return {
    firstDay,
    days: Array.from({ length: count }, (_, at) => {
      const value = metricValue(measure, byDay.get(firstDay + at) ?? []);
      return value === null ? { sum: 0, n: 0 } : { sum: value.value * (value.exposure ?? value.n), n: value.exposure ?? value.n };
    }),
  };
};

const weekdaysOf = (days: readonly { readonly n: number }[]): number[] => Array.from({ length: 7 }, (_, weekday) => {
  const own = days.filter(({ n }, at) => at % 7 === weekday && n > 0).map(({ n }) => n).slice(-8);
  return own.length === 0 ? 1 : own.reduce((sum, n) => sum + n, 0) / own.length;
});

/** What may happen, each beyond the margin by as much as the margin is, or a tenth of the value where there is none. */
const perturbationsOf = (offline: OfflineEstimate, margin: Hypothesis["margin"], bad: 1 | -1, { plan }: { readonly plan: { readonly segments: readonly { readonly column: string; readonly values: readonly string[] }[] } }, hypothesis: Hypothesis): { name: string; perturbation: Perturbation }[] => {
  const allowed = Math.max(margin.below ?? 0, margin.above ?? 0) * (margin.relative ? Math.abs(offline.estimate) : 1);
  const size = bad * (allowed === 0 ? Math.abs(offline.estimate) * 0.1 : 2 * allowed);
  const of = (name: string, kind: Perturbation["kind"], more: Partial<Perturbation> = {}): { name: string; perturbation: Perturbation } => ({ name, perturbation: { kind, from: 0, size, rampDays: 1, share: 1, ...more } });
  const column = hypothesis.segments[0];
  const cut = plan.segments.find((each) => each.column === column);
  const largest = offline.bySegment.filter(({ segment }) => segment.column === column).toSorted((a, b) => b.share - a.share)[0];
  const words = `${size > 0 ? "+" : "−"}${Number(Math.abs(size).toPrecision(3))}`;
  return [
    of(`step of ${words}`, "step"), of(`ramp to ${words} within 30 days`, "ramp", { rampDays: 30 }),
    ...(cut === undefined || largest === undefined ? [] : [of(`step of ${words}, only ${largest.segment.column} = ${largest.segment.value}`, "one-segment", { share: largest.share })]),
    ...(offline.estimate > 0 && offline.estimate < 0.05 && bad === 1 ? [of("the rate doubles", "doubling")] : []),
    ...(hypothesis.metric.name === "latency-quantile" ? [of("the tail takes half as long again", "step", { size: offline.estimate / 2 })] : []),
  ];
};

const dayMs = 86_400_000;

/** Alarms that people confirmed or refuted are episodes, too. */
const judgedAlarms = ({ runs }: ValidationWorld, { id }: Hypothesis): Episode[] => loadIncidents(runs).flatMap((incident) => {
  if (incident.subject !== id || incident.alarm === null) return [];
  const from = Math.floor(Date.parse(incident.since ?? incident.openedAt) / dayMs);
  return [{ name: incident.id, from, to: Math.max(from + 1, Math.ceil(Date.parse(incident.closedAt ?? incident.openedAt) / dayMs)), real: incident.alarm === "confirmed" }];
});
