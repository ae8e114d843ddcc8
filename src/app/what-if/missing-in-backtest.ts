import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import type { Measure, SeriesPlan } from "../../core/domain/measure.ts";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import type { PopulationColumn, PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { WhatIfChange } from "../../core/what-if/what-if-change.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { countSeries } from "../../work/series/count-series.ts";
import type { CommandIo } from "../command-io.ts";
import type { WrittenSource } from "../hypothesis/resolve-production.ts";
import { nearest } from "../manifest/nearest.ts";
import { openPopulation } from "../populations/open-population.ts";
import { askedOf } from "../validate/asked-of.ts";
import { offlineEstimateOf } from "../validate/offline-estimate-of.ts";
import type { SeriesGroup } from "../validate/series-group.ts";

/** A change of one input of the model. */
export type InputChange = Extract<WhatIfChange, { kind: "missing" | "rescale" | "delay" }>;

export interface BacktestQuestion {
  readonly backtest: WrittenSource;
  readonly group: SeriesGroup;
  /** As the backtest was counted. */
  readonly plan: SeriesPlan;
  readonly measure: Measure;
  readonly hypothesis: Hypothesis;
  readonly change: InputChange;
}

/** What the backtest says with the change and, where that was made anew as well, without it. */
export interface ChangedBacktest {
  readonly before: OfflineEstimate | null;
  readonly after: OfflineEstimate;
  readonly assumptions: readonly string[];
}

/**
 * Without asking the model: the rows of the backtest in which the feature was missing anyway. For other changes, and where those are too few, LS254: only the model knows what it would
 * have answered.
 */
export const missingInBacktest = async (engine: Engine, question: BacktestQuestion, io: CommandIo): Promise<ChangedBacktest> => {
  const { backtest, plan, measure, hypothesis, change } = question;
  const asked = `Have the model asked again: --ask URL, or a command in quotes.`;
  if (change.kind !== "missing") throw new LockstepError("LS254", { message: `what the model would have answered with another ${change.feature} stands in no file: it has to be asked`, place: change.kind === "rescale" ? "--rescale" : "--delay", todo: asked });
  const relation = await openBacktest(engine, question, io);
  const column = featureOf(relation, change);
  const cell = engine.dialect.identifier(column.column);
  const isMissing = /^(DOUBLE|FLOAT)$/.test(column.type) ? `(${cell} IS NULL OR ${engine.dialect.isNaN(cell)})` : `${cell} IS NULL`;
  const series = await countSeries(engine, relation, { ...plan, where: plan.where === null ? isMissing : `(${plan.where}) AND ${isMissing}` }, io.signal);
  try {
    return {
      before: null, after: offlineEstimateOf(hypothesis, measure, { series, digest: "" }, []),
      assumptions: [`Told by the rows of the backtest in which ${change.feature} was missing: other rows are taken to be like them. Rows miss a value for a reason, and are often of another kind.`, asked],
    };
  } catch (error) {
    if (!(error instanceof LockstepError) || error.code !== "LS254") throw error;
    throw new LockstepError("LS254", { message: `${change.feature} is missing in too few rows of ${backtest.source} to say what would be without it: ${error.message}`, place: "--missing", todo: asked, cause: error });
  }
};

/** The backtest as it was counted, opened once more for its rows. */
export const openBacktest = async (engine: Engine, { backtest, group }: Pick<BacktestQuestion, "backtest" | "group">, io: CommandIo): Promise<PopulationRelation> =>
  (await openPopulation(engine, { ...askedOf(backtest, group), name: backtest.source, like: null, cwd: io.cwd, env: io.env, keepSecret: io.keepSecret, window: { from: null, to: null } })).relation;

/** LS207 for a feature that the backtest does not have. */
export const featureOf = ({ columns, name }: PopulationRelation, { kind, feature }: InputChange): PopulationColumn => {
  const features = columns.filter(({ role }) => role === "feature" || role === "segment");
  const found = features.find((column) => column.name === feature);
  if (found !== undefined) return found;
  const near = nearest(feature, features.map((column) => column.name));
  throw new LockstepError("LS207", { message: `${name} has no feature ${feature}; it has ${listOf(features.slice(0, 30).map((column) => column.name))}`, place: `--${kind}`, todo: near === undefined ? "Name one of these." : `Did you mean ${near}?` });
};
