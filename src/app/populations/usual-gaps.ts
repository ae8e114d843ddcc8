import type { LogGap, PopulationColumn, StandardColumn } from "../../core/domain/population.ts";

/** What is lost with a standard column that a log does not have. */
const losses: readonly (readonly [StandardColumn, string])[] = [
  ["id", "no column identifies a prediction, so that rows written twice cannot be told"],
  ["ts", "no column says when a prediction was made, so that there are no windows and no dependence in time"],
  ["latency_ms", "how long answers took was not logged"],
  ["status", "whether requests failed was not logged"],
];

/** What a log of these columns cannot say. */
export const usualGaps = ({ columns, standard, ignoredFiles }: { readonly columns: readonly PopulationColumn[]; readonly standard: readonly StandardColumn[]; readonly ignoredFiles: readonly { readonly name: string; readonly why: string }[] }): readonly LogGap[] => {
  const gaps: LogGap[] = losses.filter(([name]) => !standard.includes(name)).map(([what, why]) => ({ what, why, bends: false }));
  if (!columns.some(({ role }) => role === "score" || role === "decision")) gaps.push({ what: "outputs", why: "no column looks like a score or a decision; name them with --score or --decision", bends: false });
  if (!columns.some(({ role }) => role === "label")) gaps.push({ what: "labels", why: "no column looks like what came true; name one with --label, or a file of them with --labels", bends: false });
  if (ignoredFiles.length > 0) gaps.push({ what: "files", why: `left out: ${ignoredFiles.slice(0, 5).map(({ name, why }) => `${name} (${why})`).join(", ")}${ignoredFiles.length > 5 ? ` and ${ignoredFiles.length - 5} more` : ""}`, bends: false });
  return gaps;
};
