import { z } from "zod";

/** An option given as text: `read` gives its value, or undefined when the text is not what is `wanted`. */
export const textOption = <T>(wanted: string, read: (text: string) => T | undefined) =>
  z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `"${text}" is not ${wanted}` });
    return z.NEVER;
  });

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite decimal number; nothing else that JavaScript would also take for one (empty text, hexadecimal, Infinity). */
export const readNumber = (text: string): number | undefined => {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
};

/** A whole number from `low` on. */
export const readInteger = (low: number) => (text: string): number | undefined => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) && value >= low ? value : undefined;
};

/** A number above 0. */
export const readPositive = (text: string): number | undefined => {
  const value = readNumber(text);
  return value !== undefined && value > 0 ? value : undefined;
};

/** A share from 0 to below 1, as `0.001` or `0.1%`. */
export const readShare = (text: string): number | undefined => {
  const percent = text.endsWith("%");
  const value = readNumber(percent ? text.slice(0, -1).trimEnd() : text);
  if (value === undefined) return undefined;
  const share = percent ? value / 100 : value;
  return share >= 0 && share < 1 ? share : undefined;
};

const units: Readonly<Record<string, number>> = { "": 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Bytes, as `1048576`, `512MB`, `2GiB` or `2g`. */
export const readBytes = (text: string): number | undefined => {
  const match = /^([\d.]+)\s*([a-z]*)$/i.exec(text);
  const unit = units[match?.[2]?.toLowerCase() ?? "?"];
  const value = readPositive(match?.[1] ?? "");
  if (unit === undefined || value === undefined) return undefined;
  const bytes = Math.round(value * unit);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
};

/** Names separated by commas, none of them empty. */
export const readNames = (text: string): string[] | undefined => {
  const names = text.split(",").map((name) => name.trim());
  return names.includes("") ? undefined : names;
};

/** Any text but the empty one. */
export const readText = (text: string): string | undefined => (text === "" ? undefined : text);
