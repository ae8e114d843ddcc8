import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type CompareOptions, LogFlags, type LogSideOptions, PopulationOptions } from "../compare/compare-options.ts";
import type { ResultOptions } from "./options-of-run.ts";

/** Options of a comparison that repeats another, with the id of that one. */
export type RepeatedComparison = CompareOptions & { readonly rerunOf: string };

/** The options of a comparison of populations, read back from its run's document. What the document does not name has its default. LS502 when it names no sides. */
export const optionsOfComparison = (run: Run, results: ResultOptions): RepeatedComparison => {
  const recorded = (prefix: string, names: readonly string[]): Record<string, unknown> => Object.fromEntries(names.flatMap((name) => (run.options[`${prefix}${name}`] === undefined ? [] : [[name, run.options[`${prefix}${name}`]]])));
  const side = (which: "reference" | "candidate"): LogSideOptions => {
    const own = recorded(`${which}.`, [...Object.keys(LogFlags.shape), "name", "target"]);
    if (typeof own["target"] !== "string") throw new LockstepError("LS502", { message: `run ${run.id} does not say what its ${which} was, so it cannot be repeated`, place: run.id });
    return { ...LogFlags.parse({}), name: null, ...own } as unknown as LogSideOptions;
  };
  return { ...PopulationOptions.parse({}), ...(recorded("", Object.keys(PopulationOptions.shape)) as Partial<PopulationOptions>), ...results, reference: side("reference"), candidate: side("candidate"), rerunOf: run.id };
};
