import type { Explanation } from "../../../core/domain/validation.ts";
import type { DifferenceQuestion } from "./analyse-difference.ts";
import { explainDifferences } from "./explain-differences.ts";

export type { DifferenceQuestion } from "./analyse-difference.ts";

/** Where the difference between production and offline comes from, by the values of one column. Null where the metric has no such parts, or a side has nothing. */
export const explainDifference = ({ column, ...question }: DifferenceQuestion): Explanation | null => explainDifferences({ ...question, columns: [column] })[0] ?? null;
