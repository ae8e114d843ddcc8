import { z } from "zod";
import { readNumber } from "../../core/quantities/read-number.ts";

export { readBytes } from "../../core/quantities/read-bytes.ts";
export { readNumber } from "../../core/quantities/read-number.ts";
export { readShare } from "../../core/quantities/read-share.ts";

/** An option given as text: `read` gives its value, or undefined when the text is not what is `wanted`. */
export const textOption = <T>(wanted: string, read: (text: string) => T | undefined) =>
  z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `"${text}" is not ${wanted}` });
    return z.NEVER;
  });

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

/** Names separated by commas, none of them empty. */
export const readNames = (text: string): string[] | undefined => {
  const names = text.split(",").map((name) => name.trim());
  return names.includes("") ? undefined : names;
};

/** Any text but the empty one. */
export const readText = (text: string): string | undefined => (text === "" ? undefined : text);
