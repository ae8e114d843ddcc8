import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ValidateOptions } from "../validate/validate-options.ts";
import { manifestOfLook } from "./manifest-of-look.ts";
import type { ResultOptions } from "./options-of-run.ts";

/** The same look again, as of the same moment, under its manifest as it is now (the nearest where it is gone): what was registered holds it to what was registered. LS502 when the run does not say which model. */
export const optionsOfValidation = (run: Run, results: ResultOptions, cwd: string): ValidateOptions => {
  const { model, asOf, backfill, hypotheses } = run.options;
  if (typeof model !== "string" || typeof asOf !== "string") throw new LockstepError("LS502", { message: `run ${run.id} does not say what it looked at, so it cannot be repeated`, place: run.id });
  return { manifest: manifestOfLook(run, cwd), model, hypotheses: Array.isArray(hypotheses) ? hypotheses : [], asOf, backfill: backfill === true, recount: false, author: null, memory: null, threads: null, ...results, rerunOf: run.id };
};
