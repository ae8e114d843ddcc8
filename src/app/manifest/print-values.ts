import type { ResolvedValue } from "./resolved-values.ts";

/** One line per value: path, value, and where it came from; columns as wide as their widest entry up to a limit. */
export const printValues = (values: readonly ResolvedValue[]): string => {
  const rows = values.map(({ path, value, origin }) => ({ left: `${path}: ${typeof value === "string" ? value : JSON.stringify(value)}`, says: origin.kind === "default" ? `default: ${origin.says}` : origin.says }));
  const width = Math.min(70, Math.max(0, ...rows.map(({ left }) => left.length)));
  return rows.map(({ left, says }) => `${left.padEnd(width)}  # ${says}\n`).join("");
};
