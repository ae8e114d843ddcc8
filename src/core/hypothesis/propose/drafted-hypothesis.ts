import type { Metric } from "../../domain/metric.ts";
import type { OfflineEstimate } from "../../domain/offline-estimate.ts";
import { metricWords } from "../../wording/metric-words.ts";
import { shortNumber } from "../../wording/short-number.ts";
import type { ProposedMargin } from "./margin-from-spread.ts";

/** A hypothesis to be read, changed and agreed on, with all that its lines are made of. */
export interface DraftedHypothesis {
  readonly name: string;
  readonly metric: Metric;
  readonly offline: OfflineEstimate;
  readonly margin: ProposedMargin;
  readonly segments: readonly string[];
  /** `{backtest: june.parquet}`, as YAML. */
  readonly expected: string;
  readonly timeZone: string;
  /** `14d`; null: nobody knows how long labels take. Undefined: none is waited for. */
  readonly labelMaturity: string | null | undefined;
  readonly review: string;
}

/** Texts as YAML reads them again. */
export interface YamlWriter {
  readonly text: (value: string | number | boolean) => string;
  readonly list: (values: readonly string[]) => string;
  readonly comment: (text: string, indent: string) => string[];
}

/** The lines of a drafted hypothesis, as they stand under `hypotheses:`, with what each number rests on. */
export const draftedLines = (draft: DraftedHypothesis, indent: string, yaml: YamlWriter): string[] => {
  const { name, metric, offline, margin, segments } = draft;
  const inner = `${indent}  `;
  const { words, unit } = metricWords(metric);
  const estimate = `${shortNumber(offline.estimate)}${["share", "score", "value"].includes(unit) ? "" : ` ${unit}`}`;
  return [
    `${indent}${yaml.text(name)}:`,
    `${inner}claim: ${yaml.text(`${words} is about ${estimate}, as in the backtest`)}`,
    `${inner}metric: {${Object.entries(metric).map(([key, value]) => `${key}: ${inFlow(value)}`).join(", ")}}`,
    ...(segments.length === 0 ? [] : [`${inner}segments: ${yaml.list(segments)}`]),
    ...yaml.comment(`${shortNumber(offline.estimate)} with a standard error of ${shortNumber(offline.standardError)} (${offline.method})`, inner),
    `${inner}expected: ${draft.expected}`,
    ...yaml.comment(`Not agreed yet: ${margin.why}.`, inner),
    `${inner}margin: ${margin.text}`,
    `${inner}timeZone: ${draft.timeZone}`,
    ...(draft.labelMaturity === undefined ? [] : draft.labelMaturity === null ? [`${inner}# How long labels take cannot be told from this backtest; where they come later, say it:`, `${inner}# labelMaturity: 30d`] : [`${inner}labelMaturity: ${draft.labelMaturity}  # 99 of 100 labels were there by then`]),
    `${inner}review: "${draft.review}"`,
  ];
};

const inFlow = (value: string | number | boolean | undefined): string => (typeof value === "string" && !/^[A-Za-z_][\w.-]*$/.test(value) ? JSON.stringify(value) : typeof value === "string" && /^(true|false|null|yes|no|on|off|y|n)$/i.test(value) ? JSON.stringify(value) : String(value));
