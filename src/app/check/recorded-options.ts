import type { Run } from "../../core/domain/run.ts";
import type { CheckOptions } from "./check-options.ts";
import { allowedOutsideShare } from "../../core/judge/defaults.ts";

/** Options that say where results go, and nothing about how they came about. */
const elsewhere = new Set(["output", "json", "quiet", "color", "store", "exitZero", "fresh", "resume"]);

type Recorded = Run["options"][string];

/** The options in force as the run keeps them: defaults filled in, secrets as the references they were given by. */
export const recordedOptions = (options: CheckOptions): Run["options"] => {
  const recorded: Record<string, Recorded> = {};
  for (const [name, value] of Object.entries(options)) {
    if (elsewhere.has(name) || name === "reference" || name === "candidate") continue;
    recorded[name] = simple(value);
  }
  recorded["maxOutside"] = options.maxOutside ?? allowedOutsideShare;
  for (const side of ["reference", "candidate"] as const) {
    for (const [name, value] of Object.entries(options[side])) if (value !== null && !(Array.isArray(value) && value.length === 0)) recorded[`${side}.${name}`] = simple(value);
  }
  return recorded;
};

const simple = (value: unknown): Recorded => {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return Array.isArray(value) ? value.map((each) => (typeof each === "string" ? each : JSON.stringify(each))) : JSON.stringify(value);
};
