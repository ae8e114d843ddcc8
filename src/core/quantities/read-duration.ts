import { readNumber } from "./read-number.ts";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** Milliseconds, as `250ms`, `1.5s`, `2m`, `12h` or `30d`; a number without a unit could be any of them and is refused. */
export const readDuration = (text: string): number | undefined => {
  const match = /^([\d.]+)\s*(ms|s|m|h|d)$/.exec(text);
  const unit = units[match?.[2] ?? ""];
  const value = readNumber(match?.[1] ?? "");
  return unit === undefined || value === undefined ? undefined : value * unit;
};
