import { readNumber } from "./read-number.ts";

const units: Readonly<Record<string, number>> = { "": 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Bytes, as `1048576`, `512MB`, `2GiB` or `2g`. */
export const readBytes = (text: string): number | undefined => {
  const match = /^([\d.]+)\s*([a-z]*)$/i.exec(text);
  const unit = units[match?.[2]?.toLowerCase() ?? "?"];
  const value = readNumber(match?.[1] ?? "");
  if (unit === undefined || value === undefined) return undefined;
  const bytes = Math.round(value * unit);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
};
