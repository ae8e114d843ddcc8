import type { Finding } from "../../../core/domain/finding.ts";
import type { PopulationSide } from "../../../core/domain/population-comparison.ts";
import type { Verdict } from "../../../core/domain/verdict.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";

/** A clock that is off by more moves predictions into another window; below it is what networks and batches do. */
const skewWorthAWarningSeconds = 60;

/**
 * What of the two logs was read at all, judged before any value is: rows that did not come out, came twice, or came at rates of their own are no
 * random part of the population. Below the stated coverage the comparison is inconclusive, whatever the rest shows.
 */
export const checkCoverage = ({ sides, settings, sharedLabels = false }: CoverageQuestion): Finding[] =>
  sides.flatMap((side) => [read(side, settings), ...once(side, settings), ...sampled(side), ...told(side), ...clocks(side), ...labels(side, sharedLabels)]);

/** What is judged of a side: not what its columns hold. */
export type CoverageSide = Pick<PopulationSide, "name" | "source" | "rows" | "gaps" | "coverage">;

export interface CoverageQuestion {
  readonly sides: readonly CoverageSide[];
  readonly settings: PopulationSettings;
  /** Whether one file holds the labels of both sides: what is an orphan of one is then the other's, and nothing to warn of. */
  readonly sharedLabels?: boolean;
}

type Told = Pick<Finding, "verdict" | "mode" | "statement" | "reason" | "action"> & Partial<Finding>;

const finding = (side: CoverageSide, what: string, told: Told): Finding => ({
  id: `population.coverage.${what}:${side.name}`, check: "population.coverage", subject: { kind: "coverage", name: `${what} of ${side.name}`, segment: null }, severity: told.verdict === "pass" ? "info" : "high",
  estimate: null, unit: "share", interval: null, margin: null, marginOrigin: null, n: side.rows, noiseFloor: null, needed: null, evidence: {}, ...told,
});

const read = (side: CoverageSide, { margins, agreed }: PopulationSettings): Finding => {
  const dropped = side.coverage.dropped.reduce((sum, { rows }) => sum + rows, 0);
  const of = dropped + side.coverage.rowsParsed;
  const share = of === 0 ? 0 : side.coverage.rowsParsed / of;
  const verdict: Verdict = side.rows === 0 || share < margins.coverage ? "inconclusive" : "pass";
  const worst = side.coverage.dropped.toSorted((a, b) => b.rows - a.rows)[0];
  return finding(side, "rows", {
    verdict, mode: "enforce", estimate: share, margin: margins.coverage, marginOrigin: agreed.has("coverage") ? "agreed" : "default", n: of,
    statement: side.rows === 0 ? `${side.name} holds no prediction` : `${percent(share)} of what ${side.name} wrote down came out as predictions (${side.coverage.rowsParsed} of ${of})`,
    reason: verdict === "pass" ? "at least the stated share was read" : worst === undefined ? "there is nothing to compare" : `what is missing is no random part: ${worst.reason} (${worst.rows})`,
    action: verdict === "pass" ? "nothing to do" : worst === undefined ? `See why ${side.source} is empty.` : `Look at what was dropped: ${worst.reason}${worst.example === null ? "" : `, first at ${worst.example}`}.`,
    evidence: Object.fromEntries(side.coverage.dropped.map(({ reason, rows }) => [reason, rows])),
  });
};

const once = (side: CoverageSide, { margins }: PopulationSettings): Finding[] => {
  const { duplicates, rowsParsed } = side.coverage;
  if (duplicates === null || duplicates === 0) return [];
  const share = duplicates / Math.max(1, rowsParsed);
  const many = share > 1 - margins.coverage;
  return [finding(side, "duplicates", {
    verdict: many ? "inconclusive" : "warn", mode: many ? "enforce" : "warn", estimate: share, margin: 1 - margins.coverage, marginOrigin: "default", severity: many ? "high" : "medium",
    statement: `${countOf(duplicates, "row")} of ${side.name} have the id of an earlier row (${percent(share)})`,
    reason: "rows that were written twice count twice", action: "Find out whether requests are retried or the log is written by two, and read each prediction once.",
  })];
};

const sampled = (side: CoverageSide): Finding[] => {
  const { sampling } = side.coverage;
  if (sampling === null || sampling.low === sampling.high) return [];
  return [finding(side, "sampling", {
    verdict: "inconclusive", mode: "enforce", evidence: { low: sampling.low, high: sampling.high },
    statement: `rows of ${side.name} were sampled at different rates, from ${percent(sampling.low)} to ${percent(sampling.high)}`,
    reason: "rows kept more often than others bend every share that is counted", action: "Compare windows within which the rate stayed the same.",
  })];
};

const told = (side: CoverageSide): Finding[] =>
  side.gaps.filter(({ bends }) => bends).map((gap) => finding(side, gap.what, {
    verdict: "warn", mode: "warn", severity: "medium", statement: `${side.name} cannot tell ${gap.what}: ${gap.why}`,
    reason: "what a log leaves out is seldom left out by chance", action: `Take the conclusion for what was logged only, or have ${gap.what} logged too.`,
  }));

const clocks = (side: CoverageSide): Finding[] => {
  const skew = side.coverage.clockSkewSeconds;
  if (skew === null || Math.abs(skew) <= skewWorthAWarningSeconds) return [];
  return [finding(side, "clock", {
    verdict: "warn", mode: "warn", severity: "medium", estimate: skew, unit: "seconds", statement: `clocks of ${side.name} disagree by ${Math.round(Math.abs(skew))} seconds`,
    reason: "predictions may stand in another window than they were made in", action: "Set the clocks, or name the time zone with --zone.",
  })];
};

const labels = (side: CoverageSide, shared: boolean): Finding[] => {
  const { labels: of } = side.coverage;
  if (of === null) return [];
  const said: Finding[] = [];
  if (of.beforePrediction > 0) {
    said.push(finding(side, "label times", {
      verdict: "warn", mode: "warn", severity: "high", n: of.labelled, estimate: of.beforePrediction / Math.max(1, of.labelled), statement: `${countOf(of.beforePrediction, "label")} of ${side.name} are older than their prediction`,
      reason: "a label that was there before can have been known to the model", action: "Look whether the label leaks into the features, or the clocks disagree.",
    }));
  }
  if (of.orphans > 0) {
    said.push(finding(side, "orphans", {
      verdict: "warn", mode: shared ? "observe" : "warn", severity: "low", n: of.orphans, statement: `${countOf(of.orphans, "label")} of ${side.name} have no prediction in this log`,
      reason: "predictions are missing, or the keys differ", action: "Check that labels and predictions have the same key and the same window.",
    }));
  }
  return said;
};
