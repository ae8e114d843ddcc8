import { contradictions } from "../../core/hypothesis/contradictions.ts";
import { isDay, momentOf } from "../../core/hypothesis/moment-of.ts";
import type { HypothesisEntry } from "../../core/domain/manifest.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { resolveCalendar } from "../hypothesis/resolve-calendar.ts";
import { resolveHypotheses } from "../hypothesis/resolve-hypotheses.ts";
import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import { expectationProblems } from "./expectation-problems.ts";
import { type ManifestProblem, placeText } from "./manifest-problem.ts";
import { metricProblems } from "./metric-problems.ts";
import type { Placed, ValuePath } from "./placed.ts";
import { productionProblems } from "./production-problems.ts";
import { keyPlaceAt, valueAt } from "./value-at.ts";
import { zoneProblems } from "./zone-problems.ts";

/** One file of a manifest: what it extends is not in its tree. */
export interface WrittenTree {
  readonly path: string;
  readonly tree: Placed | null;
}

/** Claims about production that could not be judged as they are written (LS250), or that contradict each other (LS252). */
export const hypothesisProblems = (checked: CheckedManifest, files: readonly WrittenTree[]): ManifestProblem[] =>
  Object.entries(checked.manifest.models ?? {}).flatMap(([model, { hypotheses = {}, production }]) => {
    const around: ValuePath = ["models", model, "hypotheses"];
    const each = Object.entries(hypotheses).flatMap(([name, entry]) => {
      const at = [...around, name];
      return [...twiceProblems(checked, at, files), ...metricProblems(checked, at, entry, production), ...expectationProblems(checked, at, entry), ...timeProblems(checked, at, entry), ...segmentProblems(checked, at, entry), ...coverageProblems(checked, at, entry)];
    });
    const own = [...productionProblems(checked, model), ...each];
    return own.length > 0 ? own : contradicting(checked, model);
  });

/** Two files that each say half of a claim make one that nobody wrote. */
const twiceProblems = ({ tree, world }: CheckedManifest, at: ValuePath, files: readonly WrittenTree[]): ManifestProblem[] => {
  const found = files.flatMap((file) => (file.tree !== null && valueAt(file.tree, at) !== undefined ? [keyPlaceAt(file.tree, at)] : []));
  const other = found.find(({ file }) => file !== keyPlaceAt(tree, at).file);
  if (other === undefined) return [];
  return [problemAt(tree, at, "LS252", `the hypothesis ${String(at.at(-1))} is written twice, here and at ${placeText(other, world.cwd)}`, "Give one of them another name, or take it out: a claim is written in one place.")];
};

const timeProblems = (checked: CheckedManifest, at: ValuePath, { since, review }: HypothesisEntry): ManifestProblem[] => [
  ...zoneProblems(checked, [...at, "timeZone"]),
  ...(since === undefined || momentOf(since) !== undefined ? [] : [problemAt(checked.tree, [...at, "since"], "LS250", `since: ${since} is neither a day nor an instant`, "Write a day, 2026-10-01, or an instant with its zone, 2026-10-01T06:00:00Z.")]),
  ...(review === undefined || (isDay(review) && momentOf(review) !== undefined) ? [] : [problemAt(checked.tree, [...at, "review"], "LS250", `${review} is no day of the calendar`, "Write year, month and day: 2027-06-30")]),
];

const coverageProblems = ({ tree }: CheckedManifest, at: ValuePath, { minimum }: HypothesisEntry): ManifestProblem[] => {
  const coverage = String(minimum?.coverage ?? 1);
  if (Number(coverage.replace(/\s*%$/, "")) <= (coverage.endsWith("%") ? 100 : 1)) return [];
  return [problemAt(tree, [...at, "minimum", "coverage"], "LS250", `a coverage of ${coverage} cannot be reached`, "Write the share of labels that a window must have, up to 100%.")];
};

const segmentProblems = ({ tree }: CheckedManifest, at: ValuePath, { segments = [], metric }: HypothesisEntry): ManifestProblem[] =>
  segments.flatMap((segment, index) => {
    const problem = (message: string, todo: string): ManifestProblem[] => [problemAt(tree, [...at, "segments", index], "LS250", message, todo)];
    if (segments.indexOf(segment) < index) return problem(`${segment} stands twice in segments`, "Remove one of them.");
    const judged = typeof metric === "string" ? [] : [metric.label, metric.output].filter((column) => column !== undefined);
    return judged.includes(segment) ? problem(`within each value of ${segment} there is nothing to tell: the metric judges ${listOf(judged)}`, "Take it out of segments.") : [];
  });

const contradicting = (checked: CheckedManifest, model: string): ManifestProblem[] => {
  const calendar = resolveCalendar(checked).filter(({ from, to }) => momentOf(from) !== undefined && momentOf(to) !== undefined);
  return contradictions(resolveHypotheses(checked, model), calendar).map(({ hypothesis, field, message, todo }) =>
    problemAt(checked.tree, ["models", model, "hypotheses", hypothesis, ...(field === null ? [] : [field])], "LS252", message, todo));
};
