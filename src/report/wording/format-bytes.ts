import { formatCount, formatNumber } from "./format-number.ts";

const kibibyte = 2 ** 10;

/** An amount of memory in the largest binary unit that still says something: `500 MiB`, `1.5 GiB`. */
export const formatBytes = (bytes: number): string => {
  const size = Math.abs(bytes);
  if (size >= kibibyte ** 3) return `${formatNumber(bytes / kibibyte ** 3)} GiB`;
  if (size >= kibibyte ** 2) return `${formatNumber(bytes / kibibyte ** 2)} MiB`;
  return size >= kibibyte ? `${formatNumber(bytes / kibibyte)} KiB` : `${formatCount(bytes)} ${size === 1 ? "byte" : "bytes"}`;
};
