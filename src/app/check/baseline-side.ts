import { resolve } from "node:path";
import type { BaselineUse } from "../../core/domain/run.ts";
import type { ErrorCode } from "../../core/errors/error-catalogue.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { Side } from "../../work/replay/side.ts";
import type { RecordingFacts } from "../../work/replay/write-recording.ts";
import { baselineRecording } from "../baseline/baseline-recording.ts";
import { knownAs } from "../baseline/baseline-ledger.ts";
import { readBaseline } from "../baseline/read-baseline.ts";
import type { AgreedCheck } from "./agreed-check.ts";
import type { CheckOptions } from "./check-options.ts";
import type { BaselineSide, CheckSide } from "./check-side.ts";
import { openSide, type OpenRequest, type TargetSide } from "./open-side.ts";

/**
 * The side as it is reached; where the reference cannot be reached and policy lets the approved baseline stand in, the baseline's recording. What the
 * candidate answers can be replaced by nothing.
 */
export const openOrStandIn = async (target: TargetSide, request: OpenRequest, agreed: AgreedCheck | null): Promise<CheckSide> => {
  if (target.target.kind === "baseline") return openBaselineSide(target, request, agreed, target.target.version, "it was asked for");
  try {
    return await openSide(target, request);
  } catch (error) {
    if (target.side !== "reference" || agreed?.agreement.policy.baselineStandsIn !== true || !(error instanceof LockstepError) || !notThere.has(error.code)) throw error;
    const why = `${target.name} could not be reached: ${error.message}`;
    const side = await openBaselineSide(target, request, agreed, undefined, why).catch((cause: unknown) => {
      // Nothing was approved yet: what has to be mended is the environment.
      if (cause instanceof LockstepError && cause.code === "LS220") throw error;
      throw cause;
    });
    request.io.progress({ kind: "note", message: `${why}; its approved baseline v${side.baseline.version} stands in` });
    // What else is said of the environment is read where it cannot be reached either, and is not what the baseline's answers came from.
    return { ...side, options: { ...side.options, fingerprint: null, metrics: null, reported: null } };
  }
};

/** Failures by which nobody is there. One who is there and refuses the token or lacks the model has to be mended, not replaced. */
const notThere: ReadonlySet<string> = new Set(["LS301", "LS302", "LS307", "LS308", "LS402", "LS405"] satisfies readonly ErrorCode[]);

const openBaselineSide = async ({ side, name }: TargetSide, { engine, options }: OpenRequest, agreed: AgreedCheck | null, version: number | undefined, why: string): Promise<BaselineSide> => {
  if (agreed === null) throw new LockstepError("LS220", { message: "a baseline belongs to a model of a manifest, and this check has none", place: "baseline", todo: "Give --manifest, or a file of predictions." });
  const { baselines, model } = agreed.agreement;
  const folder = resolve(agreed.folder, baselines);
  const found = await readBaseline(folder, model, version);
  if (found === null) throw new LockstepError("LS220", { message: version === undefined ? `${model} has no approved baseline in ${baselines}` : `${model} has no baseline v${version} in ${baselines}`, place: folder });
  return { side, name, options: options[side], kind: "baseline", baseline: found.baseline, recording: await baselineRecording(engine as Engine, found, side), why };
};

const baselinesOf = (sides: readonly CheckSide[]): readonly BaselineSide[] => sides.filter((side): side is BaselineSide => side.kind === "baseline");

/** LS221 for a baseline that this store knows with another content: its seal holds no key, and was made anew after a change. */
export const refuseRewritten = (store: RunStore, sides: readonly CheckSide[]): void => {
  for (const { baseline } of baselinesOf(sides)) {
    if (knownAs(store, baseline) !== "other") continue;
    throw new LockstepError("LS221", { message: `baseline v${baseline.version} of ${baseline.model} is not what was approved: the ledger here holds another content under that version`, place: `${baseline.model}/v${baseline.version}` });
  }
};

/** The recordings that are there already, by side. */
export const keptRecordings = (sides: readonly CheckSide[]): Partial<Record<Side, RecordingFacts>> => Object.fromEntries(baselinesOf(sides).map((side) => [side.side, side.recording]));

/** The column that identifies a row of the baseline. */
export const baselineKey = (sides: readonly CheckSide[]): string | null => baselinesOf(sides)[0]?.baseline.key ?? null;

/** A baseline's tolerances belong to it: they hold for every output about which nobody said anything else. */
export const withBaselineTolerances = (options: CheckOptions, sides: readonly CheckSide[]): CheckOptions => {
  const [side] = baselinesOf(sides);
  if (side === undefined || options.tolerance.some(({ output }) => output === null)) return options;
  const own = Object.entries(side.baseline.tolerances).filter(([output]) => !options.tolerance.some((each) => each.output === output));
  return { ...options, tolerance: [...options.tolerance, ...own.map(([output, tolerance]) => ({ output, tolerance }))], maxOutside: options.maxOutside ?? side.baseline.maxOutside };
};

/** What the run says of it. */
export const baselineUse = (sides: Readonly<Record<Side, CheckSide>>): BaselineUse | null => {
  const [side] = baselinesOf([sides.reference, sides.candidate]);
  if (side === undefined) return null;
  const { model, version, approvedAt, approvedBy } = side.baseline;
  return { model, version, approvedAt, approvedBy, standsFor: side.name, why: side.why };
};
