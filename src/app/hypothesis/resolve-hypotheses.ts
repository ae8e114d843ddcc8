import type { Expectation, Hypothesis } from "../../core/domain/hypothesis.ts";
import type { HypothesisEntry, Manifest } from "../../core/domain/manifest.ts";
import type { Metric } from "../../core/domain/metric.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { marginOf } from "../../core/hypothesis/margin-of.ts";
import { countsDecisions, looksAtFirst } from "../../core/hypothesis/metric-rules.ts";
import { corridorSettings } from "../../core/judge/corridor-settings.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { readShare } from "../../core/quantities/read-share.ts";
import { type LoadedManifest, modelTree } from "../manifest/loaded-manifest.ts";
import { placeText } from "../manifest/manifest-problem.ts";
import { pathOf } from "../manifest/path-of.ts";
import type { ValuePath } from "../manifest/placed.ts";
import { plainOf } from "../manifest/plain-of.ts";
import { keyPlaceAt, valueAt } from "../manifest/value-at.ts";
import { readValues } from "./read-values.ts";

type ModelEntry = NonNullable<Manifest["models"]>[string];

type Resolvable = Pick<LoadedManifest, "manifest" | "tree" | "world">;

/**
 * The hypotheses of a model with everything said: defaults applied, durations in seconds, shares as numbers, files of folds and draws read. In the manifest's
 * order; none when the model has none. LS250 with its place for a file that cannot be read; everything else was refused when the manifest was loaded.
 */
export const resolveHypotheses = (loaded: Resolvable, model: string): readonly Hypothesis[] =>
  Object.entries(loaded.manifest.models?.[model]?.hypotheses ?? {}).map(([name, entry]) => resolveHypothesis(loaded, model, name, entry));

const resolveHypothesis = (loaded: Resolvable, model: string, name: string, entry: HypothesisEntry): Hypothesis => {
  const metric = metricOf(entry.metric, loaded.manifest.models?.[model]);
  const margin = marginOf(entry.margin, metric.name);
  if (margin === null) throw new Error(`a ${metric.name} without a margin is refused when the manifest is loaded`);
  return {
    id: `${model}/${name}`, model, name, claim: entry.claim, metric,
    population: entry.population ?? null, segments: entry.segments ?? [],
    expected: expectationOf(loaded, ["models", model, "hypotheses", name, "expected"], entry.expected),
    ...margin,
    window: entry.window ?? "day", timeZone: entry.timeZone ?? "UTC", aggregation: entry.aggregation ?? "pooled",
    minimum: { coverage: shareOf(entry.minimum?.coverage) ?? corridorSettings.coverage, rows: entry.minimum?.rows ?? corridorSettings.rows },
    labelMaturitySeconds: entry.labelMaturity === undefined ? 0 : (readDuration(entry.labelMaturity) ?? 0) / 1000,
    reweightBy: entry.reweightBy ?? null,
    owner: entry.owner ?? ownerOf(loaded, model),
    severity: entry.severity ?? "medium", impact: entry.impact ?? null, consequence: entry.consequence ?? "investigate",
    review: entry.review ?? null, mode: entry.mode ?? "enforce", since: entry.since ?? null,
  };
};

/** A metric by its name is the metric with nothing else said; what the model says of its decision holds where the same output is judged. */
const metricOf = (written: HypothesisEntry["metric"], model: ModelEntry | undefined): Metric => {
  const metric: Metric = typeof written === "string" ? { name: written } : written;
  const { name } = metric;
  const decision = model?.decision;
  const cut = countsDecisions(name) && metric.threshold === undefined && metric.output !== undefined && metric.output === decision?.output;
  return {
    ...metric,
    ...(name === "latency-quantile" && metric.quantile === undefined ? { quantile: 0.99 } : {}),
    ...(looksAtFirst(name) && metric.k === undefined ? { k: 10 } : {}),
    ...(cut && decision !== undefined ? { threshold: decision.threshold, ...(metric.positive === undefined && decision.positive !== undefined ? { positive: decision.positive } : {}) } : {}),
  };
};

const expectationOf = (loaded: Resolvable, path: ValuePath, entry: HypothesisEntry["expected"]): Expectation => {
  if ("backtest" in entry) return { kind: "backtest", source: entry.backtest, map: entry.map ?? null, format: entry.format ?? null, zone: entry.zone ?? null, labels: entry.labels ?? null };
  if ("folds" in entry) return { kind: "folds", values: valuesOf(loaded, [...path, "folds"], entry.folds), rows: entry.rows ?? null, source: sourceOf(entry.source, entry.folds) };
  if ("simulation" in entry) return { kind: "simulation", values: valuesOf(loaded, [...path, "simulation"], entry.simulation), source: sourceOf(entry.source, entry.simulation) };
  return { kind: "number", value: entry.value, standardError: entry.standardError, rows: entry.rows ?? null, source: entry.source };
};

const sourceOf = (said: string | undefined, values: string | readonly number[]): string => said ?? (typeof values === "string" ? values : "the manifest");

const valuesOf = ({ tree, world }: Resolvable, path: ValuePath, values: string | readonly number[]): number[] => {
  const placed = valueAt(tree, path);
  if (typeof values !== "string" || placed === undefined) return [...values].map(Number);
  try {
    return readValues(pathOf(placed));
  } catch (cause) {
    throw new LockstepError("LS250", { message: `${values} cannot be read: ${(cause as Error).message}`, place: placeText(keyPlaceAt(tree, path), world.cwd), todo: "Write one number per line, or name a column of a small CSV as FILE#COLUMN.", cause });
  }
};

const shareOf = (share: string | number | undefined): number | undefined => (share === "100%" || share === 1 ? 1 : share === undefined ? undefined : readShare(String(share)));

const ownerOf = ({ manifest, tree }: Resolvable, model: string): Hypothesis["owner"] => {
  const placed = valueAt(modelTree(tree, model), ["owner"]);
  return placed === undefined ? (manifest.owner ?? null) : (plainOf(placed) as Hypothesis["owner"]);
};
