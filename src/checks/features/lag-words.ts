import { shortNumber } from "../../core/wording/short-number.ts";

const units = [[86_400_000_000, "d"], [3_600_000_000, "h"], [60_000_000, "min"], [1_000_000, "s"], [1000, "ms"]] as const;

/** Microseconds as a reader says them: `1.5 h`, `3 d`, `40 ms`. */
export const lagWords = (microseconds: number): string => {
  const [size, name] = units.find(([unit]) => microseconds >= unit) ?? [1000, "ms"];
  return `${shortNumber(microseconds / size)} ${name}`;
};
