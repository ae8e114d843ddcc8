import type { Run } from "../../core/domain/run.ts";
import type { StageComparison, StageTrace } from "../../core/domain/stage.ts";
import { formatNumber, formatPlural, formatShare } from "./format-number.ts";

/**
 * What a stage shows: `same` on every row; `first` to differ; `after` it, so differing is no wonder; `rounding` alone; `unread`, because reading
 * would have changed the result; `absent` on one side.
 */
export type StageState = "same" | "first" | "after" | "rounding" | "unread" | "absent";

/** How each state is drawn and called; told apart by shape alone. */
export const stageStates: Readonly<Record<StageState, { readonly symbol: string; readonly word: string }>> = {
  same: { symbol: "✓", word: "the same" },
  first: { symbol: "✗", word: "first to differ" },
  after: { symbol: "≠", word: "differs too" },
  rounding: { symbol: "≈", word: "differs by rounding" },
  unread: { symbol: "?", word: "not read" },
  absent: { symbol: "–", word: "not there" },
};

/** The state of one stage within its trace. */
export const stageState = (stage: StageComparison, { firstDivergent }: Pick<StageTrace, "firstDivergent">): StageState => {
  if (stage.stage === firstDivergent) return "first";
  if (stage.rows > 0 && (stage.missingReference === stage.rows || stage.missingCandidate === stage.rows)) return "absent";
  if (stage.differing > 0) return "after";
  if (stage.largestRelative === null) return "unread";
  return stage.largestRelative > 0 ? "rounding" : "same";
};

/** How much a stage differs: `on 12 of 12 rows, by up to 1.96 %`. */
export const stageAmount = ({ differing, rows, largestRelative, missingReference, missingCandidate }: StageComparison, { environments }: Pick<Run, "environments">): string => {
  const missing = [[missingReference, environments.reference.name], [missingCandidate, environments.candidate.name]] as const;
  const gone = missing.filter(([count]) => count > 0).map(([count, name]) => `not shown by ${name}${count === rows ? "" : ` on ${count} of ${formatPlural(rows, "row")}`}`);
  if (differing === 0) return gone.length > 0 ? gone.join("; ") : largestRelative === null ? "not compared" : `on all ${formatPlural(rows, "row")}`;
  return [`on ${differing} of ${formatPlural(rows, "row")}${largestRelative === null || largestRelative === 0 ? "" : `, by up to ${formatShare(largestRelative)}`}`, ...gone].join("; ");
};

/** Environments whose answers changed while the tap listened; there the trace tells of another computation than the one that serves. */
export const disturbedWords = ({ disturbed, rows }: StageTrace): string | null => {
  const moved = disturbed.filter((entry) => entry.rows > 0);
  return moved.length === 0 ? null : moved.map(({ environment, rows: count }) => `${environment} answers ${count} of ${formatPlural(rows, "row")} differently while it is traced`).join("; ");
};

/** The walk through the stages in one line: `impute ✓ → scale ✗ (first to differ, on 12 of 12 rows, by up to 1.96 %) → encode ≠`; null where nothing was traced. */
export const traceWords = (run: Run): string | null => {
  const { trace } = run;
  if (trace === null) return null;
  if (trace.skipped !== null) return `not traced: ${trace.skipped}`;
  if (trace.stages.length === 0) return null;
  const walk = trace.stages.map((stage) => {
    const state = stageState(stage, trace);
    return `${stage.stage} ${stageStates[state].symbol}${state === "first" ? ` (${stageStates.first.word}, ${stageAmount(stage, run)})` : state === "unread" || state === "absent" ? ` (${stageStates[state].word})` : ""}`;
  });
  return `${walk.join(" → ")}${trace.firstDivergent === null ? " → the model, or what follows it" : ""}`;
};

/** The example of a stage: `income is 2.333 on staging and 2.288 on testing (row 35)`. */
export const exampleWords = ({ example }: StageComparison, { environments }: Pick<Run, "environments">): string | null =>
  example === null ? null : `${example.value} is ${example.reference} on ${environments.reference.name} and ${example.candidate} on ${environments.candidate.name} (row ${example.key})`;

/** Relative differences for a table. */
export const relativeWords = ({ largestRelative }: StageComparison): string => (largestRelative === null ? formatNumber(null) : formatShare(largestRelative));
