import type { HypothesisEntry } from "../../core/domain/manifest.ts";
import type { MetricName } from "../../core/domain/metric.ts";
import { marginOf } from "../../core/hypothesis/margin-of.ts";
import { rangeWords, unbreakable } from "../../core/hypothesis/unbreakable.ts";
import { metricRange } from "../../core/offline/metric-range.ts";
import { readValues } from "../hypothesis/read-values.ts";
import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { pathOf } from "./path-of.ts";
import type { ValuePath } from "./placed.ts";
import { valueAt } from "./value-at.ts";
import { zoneProblems } from "./zone-problems.ts";

type Problem = (path: ValuePath, message: string, todo: string) => ManifestProblem;

/** Expectations that the metric cannot have, and margins that nothing could break or keep (LS250). `at` is the hypothesis. */
export const expectationProblems = (checked: CheckedManifest, at: ValuePath, entry: HypothesisEntry): ManifestProblem[] => {
  const problem: Problem = (path, message, todo) => problemAt(checked.tree, [...at, ...path], "LS250", message, todo);
  const name = typeof entry.metric === "string" ? entry.metric : entry.metric.name;
  const impossible = valueProblems(checked, at, entry, { name, range: metricRange(name), problem });
  return [...impossible, ...zoneProblems(checked, [...at, "expected", "zone"]), ...marginProblems(entry, name, problem), ...(impossible.length > 0 ? [] : edgeProblems(entry, name, problem))];
};

const valueProblems = ({ tree }: CheckedManifest, at: ValuePath, { expected }: HypothesisEntry, { name, range, problem }: { readonly name: MetricName; readonly range: Range; readonly problem: Problem }): ManifestProblem[] => {
  const wrong = (path: ValuePath, value: number, from = ""): ManifestProblem[] =>
    within(range, value) ? [] : [problem(path, `the expected ${name} is ${value}${from}, and ${name} lies ${rangeWords(range)}`, range.high === 1 && value > 1 && value <= 100 ? `Write ${value / 100} if ${value} in a hundred are meant.` : "Write a value it can have.")];
  if ("value" in expected) return wrong(["expected", "value"], expected.value);
  if ("backtest" in expected) return [];
  const key = "folds" in expected ? "folds" : "simulation";
  const written = "folds" in expected ? expected.folds : expected.simulation;
  if (typeof written !== "string") return written.flatMap((value, index) => wrong(["expected", key, index], value));
  const placed = valueAt(tree, [...at, "expected", key]);
  if (placed === undefined) return [];
  try {
    const values = readValues(pathOf(placed));
    const first = values.find((value) => !within(range, value));
    return first === undefined ? [] : wrong(["expected", key], first, ` in ${written}`);
  } catch (cause) {
    return [problem(["expected", key], `${written} cannot be read: ${(cause as Error).message}`, "Write its path as seen from this manifest: one number per line, or FILE#COLUMN for a column of a small CSV.")];
  }
};

type Range = ReturnType<typeof metricRange>;

const within = ({ low, high }: Range, value: number): boolean => (low === null || value >= low) && (high === null || value <= high);

const marginProblems = ({ margin }: HypothesisEntry, name: MetricName, problem: Problem): ManifestProblem[] => {
  const meant = marginOf(margin, name);
  if (meant === null) return [problem([], `there is no usual margin of a ${name}: its unit is the label's`, "Add margin:, how far it may lie from what is expected.")];
  const { below, above } = meant.margin;
  if (below === null && above === null) return [problem(["margin"], "the margin judges neither side", "Add below: or above:, how far production may lie from what is expected.")];
  if (below === 0 && above === 0) return [problem(["margin"], "a margin of 0 to both sides can be kept by nobody", "Write how far production may lie from what is expected.")];
  return [];
};

/** A corridor whose judged edges lie where the metric cannot be is never left. */
const edgeProblems = ({ expected, margin }: HypothesisEntry, name: MetricName, problem: Problem): ManifestProblem[] => {
  const meant = marginOf(margin, name);
  if (!("value" in expected) || meant === null) return [];
  const where = margin === undefined ? ["expected", "value"] : ["margin"];
  const why = unbreakable(name, expected.value, meant.margin);
  return why === null ? [] : [problem(where, why, meant.margin.relative && expected.value === 0 ? "Write the margin as a number." : "Write a narrower margin.")];
};
