import type { Validation } from "../../core/domain/validation.ts";
import { formatCount, formatPlural } from "../wording/format-number.ts";

/** What was read of one source, in one phrase: rows, what was dropped, how much had to be counted anew. */
export const sourceWords = ({ name, role, source, rows, coverage, counted, parts }: Validation["sources"][number]): string => {
  const lost = (coverage?.dropped ?? []).filter((entry) => entry.rows > 0);
  const facts = [
    role === "prometheus" ? `${formatPlural(rows, "sample")}` : formatPlural(rows, "prediction"),
    ...(lost.length === 0 ? [] : [`dropped ${lost.map(({ reason, rows: gone }) => `${formatCount(gone)} (${reason})`).join(", ")}`]),
    ...(parts <= 1 ? [] : [`${formatCount(counted)} of ${formatPlural(parts, "part")} counted anew`]),
  ];
  return `${name}${role === "offline" ? " (offline)" : ""}: ${facts.join("; ")}, from ${source}`;
};
