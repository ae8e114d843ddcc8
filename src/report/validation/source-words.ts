import type { Validation } from "../../core/domain/validation.ts";
import { formatCount, formatPlural } from "../wording/format-number.ts";

/** Production before the offline source, one of each: several measures may have read the same. */
const inOrder = ({ sources }: Pick<Validation, "sources">): Validation["sources"] => [...sources.filter(({ role }) => role !== "offline"), ...sources.filter(({ role }) => role === "offline")];

/** Each source once, production first. */
export const sourcesOnce = (validation: Pick<Validation, "sources">): Validation["sources"] => [...new Map(inOrder(validation).map((source) => [sourceWords(source), source])).values()];

/** What was read of each source. */
export const readWords = (validation: Pick<Validation, "sources">): string[] => sourcesOnce(validation).map(sourceWords);

/** What is not known of the sources, each gap once; `bends` where it can bend what was found. */
export const gapWords = (validation: Pick<Validation, "sources">): { readonly words: string; readonly bends: boolean }[] =>
  [...new Map(inOrder(validation).flatMap(({ name, gaps }) => gaps.map(({ what, why, bends }) => [`${name}: ${what}: ${why}`, bends] as const)))].map(([words, bends]) => ({ words, bends }));

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
