import type { FeatureStability } from "../../core/domain/validation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Stopwatch } from "../check/stopwatch.ts";
import type { CommandIo } from "../command-io.ts";
import { expectedSource } from "../hypothesis/expected-source.ts";
import type { ProductionSource } from "../hypothesis/resolve-production.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { featureDays } from "./feature-days.ts";
import { offlineSide } from "./offline-side.ts";
import { type CountedProduction, productionSide } from "./production-side.ts";
import { prometheusProduction } from "./prometheus-production.ts";
import { type SeriesGroup, seriesGroups } from "./series-group.ts";
import type { ValidateOptions } from "./validate-options.ts";
import type { ValidationWorld } from "./validation-world.ts";

const dayMs = 86_400_000;

/** Hypotheses that are counted together, with what was counted for them on both sides. */
export interface CountedGroup {
  readonly group: SeriesGroup;
  readonly offline: Awaited<ReturnType<typeof offlineSide>> | null;
  readonly counted: CountedProduction | null;
  readonly features: readonly FeatureStability[];
  /** Why nothing could be counted. */
  readonly refused: LockstepError | null;
}

/** What one claim's own words can cause: a column or a metric that is not there. */
const ofOneClaim = new Set(["LS207", "LS250", "LS253"]);

/** Counts both sides of a group. Where one claim's words keep the others from being counted, each is counted by itself; what people can mend is kept as the refusal of whom it concerns. */
export const countGroup = async (world: ValidationWorld, loaded: LoadedManifest, group: SeriesGroup, production: ProductionSource | null, options: Pick<ValidateOptions, "recount" | "asOf">, now: number, io: CommandIo, watch: Stopwatch): Promise<CountedGroup[]> => {
  const together = await countTogether(world, loaded, group, production, options, now, io, watch);
  const { refused } = together;
  if (refused === null) return [together];
  if (group.hypotheses.length > 1 && ofOneClaim.has(refused.code)) {
    const alone: CountedGroup[] = [];
    for (const hypothesis of group.hypotheses) for (const own of seriesGroups([hypothesis], group.outcomes)) alone.push(...await countGroup(world, loaded, own, production, options, now, io, watch));
    return alone;
  }
  io.note(`${refused.code}: ${group.hypotheses.map(({ name }) => name).join(", ")}: ${refused.message}`);
  return [together];
};

const countTogether = async ({ engine, series, profiles, store }: ValidationWorld, loaded: LoadedManifest, group: SeriesGroup, production: ProductionSource | null, { recount, asOf }: Pick<ValidateOptions, "recount" | "asOf">, now: number, io: CommandIo, watch: Stopwatch): Promise<CountedGroup> => {
  const [first] = group.hypotheses;
  try {
    if (first?.metric.name === "prometheus") return { group, offline: null, counted: await watch.time("asking Prometheus", () => prometheusProduction(group, production, series, now, io)), features: [], refused: null };
    const backtest = first === undefined ? null : expectedSource(loaded, first);
    const offline = backtest === null ? null : await watch.time(`counting ${backtest.source}`, () => offlineSide(engine, group, backtest, { store, recount }, io));
    const log = production?.log ?? null;
    if (log === null) throw new LockstepError("LS255", { message: "the manifest does not say where production writes its predictions", place: production?.place ?? `models.${first?.model ?? ""}`, todo: "Write production: {log: PATH} under the model." });
    const maturity = Math.max(0, ...group.hypotheses.map(({ labelMaturitySeconds }) => labelMaturitySeconds));
    const counted = await watch.time(`counting ${log.source}`, () => productionSide(engine, { group, source: log, frozen: offline === null ? null : { plan: offline.counted.plan, columns: offline.counted.columns, coding: offline.counted.coding }, store, series, recount, dueBefore: Math.min(now, asOf === null ? now : Date.parse(asOf)) - maturity * 1000 - 2 * dayMs }, io));
    const profile = offline?.counted.features ?? null;
    const features = profile === null ? [] : await watch.time("counting features", () => featureDays(engine, profile, counted, profiles, io));
    return { group, offline, counted, features, refused: null };
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    return { group, offline: null, counted: null, features: [], refused: error };
  }
};
