import type { Finding } from "../../core/domain/finding.ts";
import type { ReportedMetric } from "../../core/domain/reported-metric.ts";
import { formatNumber } from "./format-number.ts";
import { shortNumbersTogether } from "./short-numbers.ts";

/** Both numbers with the digits it takes to tell them apart. */
export const reportedNumbers = ({ reported, recomputed }: ReportedMetric): { readonly reported: string; readonly recomputed: string } => {
  const [first = "", second = ""] = shortNumbersTogether([String(reported), String(recomputed)]);
  return { reported: first, recomputed: recomputed === null ? formatNumber(null) : second };
};

/** What the recording says of a reported number. */
export const reportedWords = (metric: ReportedMetric): string => {
  if (metric.agreesAs !== null) return `agrees as ${metric.agreesAs}`;
  return metric.recomputed === null ? "cannot be computed from the recording" : "no known definition gives the reported number";
};

/** The finding about a reported metric, where there is one. */
export const findingOfReported = (findings: readonly Finding[], { environment, metric }: ReportedMetric): Finding | undefined =>
  findings.find(({ subject }) => subject.kind === "reported" && subject.name === `${metric} of ${environment}`);
