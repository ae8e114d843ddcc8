import { relative } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RawFlags } from "../check/parse-check-options.ts";

/** Where the manifest says what an option says. */
const words: Readonly<Record<string, string>> = {
  outputs: "outputs", tolerance: "tolerances", segment: "golden.segments", label: "golden.label", key: "golden.key", inputs: "golden.file", exclude: "golden.exclude", threshold: "decision.threshold",
};

/** A failure about an option that nobody typed is one about the manifest, and told with its place there. */
export const placeInManifest = (error: unknown, { typed, model, manifest, cwd }: { readonly typed: RawFlags; readonly model: string; readonly manifest: string; readonly cwd: string }): unknown => {
  if (!(error instanceof LockstepError)) return error;
  const option = /^--([a-z]+)/.exec(error.place ?? "")?.[1] ?? "";
  const word = words[option];
  if (word === undefined || typed[option] !== undefined) return error;
  return new LockstepError(error.code, { message: error.message, place: `${relative(cwd, manifest) || manifest}: models.${model}.${word}`, todo: error.todo, cause: error });
};
