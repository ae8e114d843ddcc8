import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readNumber } from "../../core/quantities/read-number.ts";
import type { PopulationMargins } from "../../core/judge/population-settings.ts";
import { nearest } from "../manifest/nearest.ts";

/** `name=value` texts laid over the defaults, and which of them were agreed. LS102 for an unknown name or a value that is no margin. */
export const readMargins = (texts: readonly string[], defaults: PopulationMargins): { readonly margins: PopulationMargins; readonly agreed: ReadonlySet<keyof PopulationMargins> } => {
  const margins: Record<keyof PopulationMargins, number> = { ...defaults };
  const agreed = new Set<keyof PopulationMargins>();
  const names = Object.keys(defaults);
  for (const text of texts) {
    const [name = "", ...values] = text.split("=");
    const value = values.length === 1 ? values[0] : undefined;
    const wrong = (message: string, todo: string): LockstepError => new LockstepError("LS102", { message: `--margin ${text}: ${message}`, place: "--margin", todo });
    if (!names.includes(name)) {
      const near = nearest(name, names);
      throw wrong(`there is no margin "${name}"`, `${near === undefined ? "" : `Did you mean ${near}? `}Margins are: ${names.join(", ")}.`);
    }
    const number = value === undefined ? undefined : readNumber(value);
    if (number === undefined || !(number > 0) || !Number.isFinite(number)) throw wrong("a margin is a number above 0", `Write it as ${name}=${defaults[name as keyof PopulationMargins]}.`);
    if (name.endsWith("Ratio") && name !== "cohortRatio" && number < 1) throw wrong("this ratio is how many times worse it may be, so it is at least 1", `Write it as ${name}=${defaults[name as keyof PopulationMargins]}.`);
    margins[name as keyof PopulationMargins] = number;
    agreed.add(name as keyof PopulationMargins);
  }
  return { margins, agreed };
};
