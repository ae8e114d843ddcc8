import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type CheckOptions, ComparisonOptions, type SideOptions } from "../check/check-options.ts";
import { ConnectionOptions } from "../check/connection-options.ts";

/** Where the results of the repeated run go; the document does not say that of the first one. */
export type ResultOptions = Pick<CheckOptions, "output" | "json" | "quiet" | "color" | "store" | "exitZero">;

/** Options of a check that repeats another, with the id of that one; the run keeps it with its options. */
export type RepeatedOptions = CheckOptions & { readonly rerunOf: string };

/** Lists of things that a run keeps as JSON texts. */
const structured = new Set(["tolerance", "header"]);

/**
 * The options of a run, read back from its document: the same targets, tolerances and references to secrets, and the seed that was chosen then. What the
 * document does not name, because it was written before the option was known, has its default. LS502 when it names no targets.
 */
export const optionsOfRun = (run: Run, results: ResultOptions): RepeatedOptions => {
  const recorded = (prefix: string, names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(names.flatMap((name) => {
      const value = run.options[`${prefix}${name}`];
      return value === undefined ? [] : [[name, structured.has(name) && Array.isArray(value) ? value.map((each) => JSON.parse(each) as unknown) : value]];
    }));
  const side = (name: "reference" | "candidate"): SideOptions => {
    const own = recorded(`${name}.`, [...Object.keys(ConnectionOptions.shape), "name", "target", "production"]);
    if (typeof own["target"] !== "string") throw new LockstepError("LS502", { message: `run ${run.id} does not say what its ${name} was, so it cannot be repeated`, place: run.id });
    return { ...ConnectionOptions.parse({}), name: null, production: null, ...own } as unknown as SideOptions;
  };
  const comparison = { ...ComparisonOptions.parse({}), ...recorded("", Object.keys(ComparisonOptions.shape)) } as ComparisonOptions;
  return {
    ...comparison,
    ...results,
    // Rows that were made up depend on the seed that was given, not on the one that the order was drawn with.
    seed: run.inputs.synthetic ? comparison.seed : run.seed,
    fresh: false,
    resume: false,
    since: run.id,
    reference: side("reference"),
    candidate: side("candidate"),
    rerunOf: run.id,
  };
};
