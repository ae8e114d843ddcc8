import type { Hypothesis } from "../domain/hypothesis.ts";
import { countOf } from "../wording/count-of.ts";
import { metricWords } from "../wording/metric-words.ts";
import { percent } from "../wording/percent.ts";
import { shortNumber } from "../wording/short-number.ts";
import { listOf } from "../wording/list-of.ts";

/** A resolved hypothesis in one sentence that says all it is judged by: `precision of approved at least 0.02 below …`. The claim itself is what people wrote. */
export const hypothesisWords = (hypothesis: Hypothesis): string => {
  const { words } = metricWords(hypothesis.metric);
  return [
    `${words} ${marginWords(hypothesis)} ${expectedWords(hypothesis)}`,
    hypothesis.population === null ? null : `for rows where ${hypothesis.population}`,
    hypothesis.segments.length === 0 ? null : `also within each ${listOf(hypothesis.segments)}`,
    `by the ${hypothesis.window} in ${hypothesis.timeZone}${hypothesis.aggregation === "pooled" ? "" : ", every window weighing alike"}`,
    hypothesis.labelMaturitySeconds === 0 ? null : `labels waited for ${durationWords(hypothesis.labelMaturitySeconds)}`,
  ].filter((part) => part !== null).join("; ");
};

/** `no more than 0.02 below`, `within 5 % of`. */
const marginWords = ({ margin: { below, above, relative } }: Hypothesis): string => {
  const said = (size: number): string => (relative ? percent(size) : shortNumber(size));
  if (below !== null && above !== null) return below === above ? `within ${said(below)} of` : `no more than ${said(below)} below and ${said(above)} above`;
  return below !== null ? `no more than ${said(below)} below` : `no more than ${said(above ?? 0)} above`;
};

const expectedWords = ({ expected }: Hypothesis): string => {
  switch (expected.kind) {
    case "backtest": return `what ${expected.source} gives`;
    case "folds": return `what ${countOf(expected.values.length, "fold")} of ${expected.source} gave`;
    case "simulation": return `what ${countOf(expected.values.length, "draw")} of ${expected.source} gave`;
    case "number": return `${shortNumber(expected.value)}${expected.standardError === 0 ? "" : ` ± ${shortNumber(expected.standardError)}`} (${expected.source})`;
  }
};

const units: readonly (readonly [string, number])[] = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

const durationWords = (seconds: number): string => {
  const [name, size] = units.find(([, each]) => seconds >= each && Number.isInteger(seconds / each)) ?? ["second", 1];
  return countOf(seconds / size, name);
};
