import type { ColumnSpec, ProfileSpec } from "../../core/domain/profile.ts";

const positives = ["1", "true", "True", "TRUE", "yes", "Yes", "YES", "positive"];

/** Which output belongs to which label: scores to labels of two classes and to numbers, decisions to classes; and which label counts as positive. */
export const proposeJudged = (columns: readonly ColumnSpec[], given: { readonly judged?: ProfileSpec["judged"]; readonly positive?: string | null }): Pick<ProfileSpec, "judged" | "positive"> => {
  const labels = columns.filter(({ role }) => role === "label");
  const two = labels.find(({ categories }) => categories !== null && categories.length > 0 && categories.length <= 2);
  const positive = given.positive ?? positives.find((value) => two?.categories?.includes(value)) ?? (two?.categories?.every((value) => value === "0") === true ? "1" : null);
  const judged = given.judged ?? columns.flatMap((output) => labels.flatMap((label): ProfileSpec["judged"] => {
    if (output.role === "score" && label.kind === "numeric" && output.kind === "numeric") return [{ output: output.name, label: label.name, task: "regression" }];
    if (output.role === "score" && label.kind === "category" && output.kind === "numeric" && positive !== null && (label.categories?.length ?? 0) <= 2) return [{ output: output.name, label: label.name, task: "binary" }];
    return output.role === "decision" && output.kind === "category" && label.kind === "category" ? [{ output: output.name, label: label.name, task: "classes" }] : [];
  }));
  return { judged, positive: judged.some(({ task }) => task === "binary" || task === "classes") ? positive : null };
};
