import type { Explanation } from "../../../core/domain/validation.ts";
import { type DifferenceQuestion, explainDifference } from "./explain-difference.ts";

/** The same question of several columns, the one that tells most first. */
export const explainDifferences = ({ columns, ...question }: Omit<DifferenceQuestion, "column"> & { readonly columns: readonly string[] }): Explanation[] =>
  columns.flatMap((column) => explainDifference({ ...question, column }) ?? []);
