import { statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { candidateMetrics, candidateSegments } from "../../core/hypothesis/propose/candidate-metrics.ts";
import { type DraftedHypothesis, draftedLines } from "../../core/hypothesis/propose/drafted-hypothesis.ts";
import { marginFromSpread } from "../../core/hypothesis/propose/margin-from-spread.ts";
import { needsLabel } from "../../core/domain/metric.ts";
import { canonicalJson } from "../../core/ledger/canonical-json.ts";
import { offlineOfSeries } from "../../core/offline/offline-of-series.ts";
import { corridorSettings } from "../../core/judge/corridor-settings.ts";
import type { Engine } from "../../ports/engine.ts";
import { countSeries } from "../../work/series/count-series.ts";
import { proposePlan } from "../../work/series/propose-plan.ts";
import { withEngine } from "../baseline/with-engine.ts";
import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { chooseModel } from "../manifest/resolve-model.ts";
import { yamlComment, yamlList, yamlText } from "../manifest/yaml-text.ts";
import { type OpenedPopulation, openPopulation } from "../populations/open-population.ts";
import type { RequestedRoles } from "../populations/population-request.ts";
import { lookAtBacktest } from "./look-at-backtest.ts";
import { resolveProduction } from "./resolve-production.ts";

export interface ProposeOptions {
  readonly backtest: string;
  readonly map: string | null;
  readonly format: string | null;
  readonly zone: string | null;
  /** A file of labels that came later. */
  readonly labels: string | null;
  /** Columns by what they are for, where their names do not tell. */
  readonly label: readonly string[];
  readonly score: readonly string[];
  readonly decision: readonly string[];
  readonly segment: readonly string[];
  /** In which days begin. */
  readonly timeZone: string | null;
  readonly manifest: string | null;
  readonly model: string | null;
  readonly store: string;
}

/** A drafted set, and where it belongs. */
export interface Proposal {
  /** The manifest that it is drafted for; null where there is none yet. */
  readonly loaded: LoadedManifest | null;
  readonly model: string;
  /** Each with its lines, as they stand under `hypotheses:`. */
  readonly drafts: readonly { readonly name: string; readonly lines: (indent: string) => string[] }[];
  /** What was looked at, and what could not be proposed and why. */
  readonly notes: readonly string[];
}

const dayMs = 86_400_000;
/** A claim is looked at again after half a year. */
const reviewAfterDays = 182;

/**
 * Drafts hypotheses from a backtest: the metrics that its columns allow, each with its estimate, a margin that weeks of an unchanged model do not leave by themselves, segments with
 * enough rows, and how long labels take where that can be seen. Nothing is agreed by it. LS254 where nothing can be claimed at all.
 */
export const proposeHypotheses = async (options: ProposeOptions, io: CommandIo, now: () => number): Promise<Proposal> => {
  const path = options.manifest ?? unlessEmpty(findManifest(io.cwd));
  const loaded = path === null ? null : await loadManifest(path, { ...io, filesOf: [] });
  const model = loaded === null ? (options.model ?? "model") : chooseModel(loaded, options.model ?? undefined);
  return withEngine(resolve(io.cwd, options.store), async (engine) => {
    const opened = await openBacktest(engine, options, loaded, model, io);
    const facts = await lookAtBacktest(engine, opened);
    const segments = candidateSegments(facts);
    const timeZone = options.timeZone ?? "UTC";
    const candidates = candidateMetrics(facts);
    const maturity = await maturityOf(engine, options, opened, loaded, model, io);
    const review = new Date(now() + reviewAfterDays * dayMs).toISOString().slice(0, 10);
    const notes = notesOf(opened, candidates.length);
    const drafts: DraftedHypothesis[] = [];
    for (const { name, metric } of candidates) {
      try {
        const plan = await proposePlan(engine, { metrics: [metric], segments: [], window: "day", timeZone, where: null, signal: io.signal }, opened.relation);
        const series = await countSeries(engine, opened.relation, plan, io.signal);
        const measure = plan.measures.find((each) => canonicalJson(each.metric) === canonicalJson(metric));
        if (measure === undefined) throw new Error(`${metric.name} was planned and is not counted`);
        const offline = offlineOfSeries(series, measure, { aggregation: "pooled", source: options.backtest, digest: opened.side.digest, minimumRows: corridorSettings.rows });
        const margin = marginFromSpread(metric.name, offline, unitsPerWeek(offline));
        if (margin === null) throw new LockstepError("LS254", { message: `no margin of ${metric.name} can be told from this backtest` });
        drafts.push({ name, metric, offline, margin, segments: metric.name === "latency-quantile" ? [] : segments, expected: expectedText(options, loaded, io.cwd), timeZone, review, labelMaturity: needsLabel(metric.name) ? maturity : undefined });
      } catch (cause) {
        if (!(cause instanceof LockstepError)) throw cause;
        notes.push(`${name} is left out: ${cause.message}`);
      }
    }
    if (drafts.length === 0) throw new LockstepError("LS254", { message: `nothing can be claimed from ${options.backtest}: ${notes.slice(1).join("; ") || "it has neither outputs nor labels"}`, place: options.backtest, todo: "Say what its columns are for: --score, --decision and --label COLUMN, or a mapping with --map." });
    return { loaded, model, notes, drafts: drafts.map((draft) => ({ name: draft.name, lines: (indent) => draftedLines(draft, indent, { text: yamlText, list: yamlList, comment: yamlComment }) })) };
  });
};

/** A shell that writes what is printed into lockstep.yaml makes the file before anything is read. */
const unlessEmpty = (path: string | null): string | null => (path === null || statSync(path).size === 0 ? null : path);

const openBacktest = async (engine: Engine, options: ProposeOptions, loaded: LoadedManifest | null, model: string, io: CommandIo): Promise<OpenedPopulation> => {
  const roles: RequestedRoles = { id: null, ts: null, score: options.score, decision: options.decision, label: options.labels === null ? options.label : [], segment: options.segment, feature: [], ignore: [] };
  const request = {
    name: "backtest", source: options.backtest, format: options.format, map: options.map, zone: options.zone, window: { from: null, to: null }, like: null, cwd: io.cwd, env: io.env, keepSecret: io.keepSecret,
    labels: options.labels === null ? null : { source: options.labels, key: null, label: options.label[0] ?? null, ts: null },
  };
  const opened = await openPopulation(engine, { ...request, roles });
  // The manifest may know what production calls its label.
  const label = loaded === null ? null : (resolveProduction(loaded, model)?.log?.labels?.label ?? null);
  if (label === null || options.label.length > 0 || !opened.relation.columns.some(({ name, role }) => name === label && role !== "label")) return opened;
  return openPopulation(engine, { ...request, roles: { ...roles, label: [label] } });
};

const unitsPerWeek = ({ n, days }: OfflineEstimate): number => (days === 0 ? n : (n / days) * 7);

/** By when 99 of 100 labels had come: in the backtest, else in production; only delays are looked at there. Whole days; null where neither can tell. */
const maturityOf = async (engine: Engine, options: ProposeOptions, opened: OpenedPopulation, loaded: LoadedManifest | null, model: string, io: CommandIo): Promise<string | null> => {
  const own = daysOf(opened);
  const log = own !== null || loaded === null ? null : (resolveProduction(loaded, model)?.log ?? null);
  if (log === null || log.labels === null) return own;
  try {
    const roles: RequestedRoles = { id: null, ts: null, score: [], decision: [], label: [], segment: [], feature: [], ignore: [] };
    return daysOf(await openPopulation(engine, { ...log, name: "production", roles, window: { from: null, to: null }, like: null, cwd: io.cwd, env: io.env, keepSecret: io.keepSecret }));
  } catch (cause) {
    if (!(cause instanceof LockstepError)) throw cause;
    io.note(`how long labels take cannot be seen in ${options.backtest}, nor in production (${cause.code}: ${cause.message.split("\n")[0]})`);
    return null;
  }
};

const daysOf = ({ side }: OpenedPopulation): string | null => {
  const seconds = side.coverage.labels?.delayQuantiles.reduce<number | null>((most, each) => (most === null || each.seconds > most ? each.seconds : most), null) ?? null;
  return seconds === null || seconds <= 0 ? null : `${Math.max(1, Math.ceil(seconds / 86_400))}d`;
};

/** As the manifest writes it: paths are relative to its folder. */
const expectedText = ({ backtest, map, format, zone, labels }: ProposeOptions, loaded: LoadedManifest | null, cwd: string): string => {
  const fromManifest = (path: string): string => (loaded === null ? path : relative(dirname(loaded.path), resolve(cwd, path)));
  const parts = Object.entries({ backtest: fromManifest(backtest), map: map === null ? null : fromManifest(map), format, zone, labels: labels === null ? null : fromManifest(labels) });
  return `{${parts.flatMap(([key, value]) => (value === null ? [] : [`${key}: ${/^[\w./-]+$/.test(value) ? value : JSON.stringify(value)}`])).join(", ")}}`;
};

const notesOf = ({ side, relation }: OpenedPopulation, candidates: number): string[] => [
  `drafted from ${side.source}: ${side.rows.toLocaleString("en-US")} predictions${side.coverage.firstTs === null ? ", without times" : `, ${side.coverage.firstTs.slice(0, 10)} to ${side.coverage.lastTs?.slice(0, 10) ?? ""}`}; nothing of it is agreed yet`,
  ...(relation.columns.some(({ role }) => role === "label") ? [] : ["no column looks like what came true; name it with --label COLUMN, or give the labels with --labels FILE"]),
  ...(candidates === 0 ? ["no column looks like an output; name it with --score or --decision COLUMN"] : []),
];
