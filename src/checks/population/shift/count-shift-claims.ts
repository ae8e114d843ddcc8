import type { ColumnSpec, ProfileSpec } from "../../../core/domain/profile.ts";

/** `features` are one family of claims, all that the model says or is held against (scores, decisions, labels) the other. Null: the column is not compared. */
export const familyOf = ({ role }: Pick<ColumnSpec, "role">): "features" | "outcomes" | null =>
  role === "feature" ? "features" : role === "score" || role === "decision" || role === "label" ? "outcomes" : null;

/**
 * How many claims of each family could fail: distance and missing values of every column, unseen values of categories, in all rows and in every segment but the column's own. Times are not
 * claimed to stay: only whether they are missing counts.
 */
export const countShiftClaims = (spec: Pick<ProfileSpec, "columns" | "segments">): { readonly features: number; readonly outcomes: number } => {
  const counts = { features: 0, outcomes: 0 };
  for (const column of spec.columns) {
    const family = familyOf(column);
    if (family === null) continue;
    const places = spec.segments.reduce((sum, segment) => sum + (segment.column === column.name ? 0 : segment.values.length), 1);
    counts[family] += places * (column.kind === "time" ? 1 : column.kind === "category" ? 3 : 2);
  }
  return counts;
};
