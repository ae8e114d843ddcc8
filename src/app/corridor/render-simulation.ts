import { countOf } from "../../core/wording/count-of.ts";
import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { SimulatedHypothesis, SimulatedThreshold } from "./simulated-hypothesis.ts";

/** What thresholds do, for people: a block per hypothesis. */
export const renderSimulation = (told: readonly SimulatedHypothesis[]): string => `${told.map(block).join("\n\n")}\n`;

const block = (one: SimulatedHypothesis): string => {
  const head = `${one.id}  ${one.claim}`;
  if (one.refused !== null) return `${head}\n  cannot be told: ${one.refused}`;
  return [
    head,
    `  ${one.metric}, ${one.expected === null ? "" : value(one.expected, one.unit)} offline; about ${countOf(Math.round(one.rowsADay ?? 0), "usable row")} a day; ${countOf(one.replications, "year")} drawn for each figure`,
    ...one.thresholds.flatMap((threshold) => thresholdLines(threshold, one)),
  ].join("\n");
};

const thresholdLines = (threshold: SimulatedThreshold, { unit, replications, historyFrom, historyDays }: SimulatedHypothesis): string[] => {
  const { margin, isToday, falseAlarmsPerQuarter, falseYears, smallestIn28, smallestIn91, perturbations, replayed } = threshold;
  const size = margin.below ?? margin.above ?? 0;
  return [
    "", `  margin ${margin.relative ? percent(size) : shortNumber(size)}${isToday ? " (today's)" : " (proposed)"}`,
    `    false alarms   ${falseAlarmsPerQuarter === 0 ? `none in ${countOf(replications, "quiet year")}` : `${shortNumber(falseAlarmsPerQuarter)} a quarter; at least one in ${percent(falseYears)} of quiet years`}`,
    `    smallest found ${smallestIn28 === null ? "none" : distance(smallestIn28, unit)} within 4 weeks, ${smallestIn91 === null ? "none" : distance(smallestIn91, unit)} within 13 (four times of five)`,
    ...perturbations.map(({ name, found, medianDays }) => `    ${name}: ${medianDays === null ? `found in ${percent(found)} within 26 weeks` : `${medianDays} days (found in ${percent(found)})`}`),
    ...(replayed === null ? [] : [
      `    on your history, ${countOf(historyDays, "day")} from ${historyFrom ?? ""}: ${countOf(replayed.falseAlarms, "alarm")} outside of known episodes in ${shortNumber(replayed.quarters)} quarters`,
      ...replayed.episodes.map(({ name, real, alarmed, days }) => `      ${real ? "" : "not real: "}${name}: ${alarmed ? `alarmed${days === null ? "" : ` after ${countOf(days, "day")}`}` : "no alarm"}`),
    ]),
  ];
};

const value = (x: number, unit: string): string => (unit === "share" ? percent(x) : `${shortNumber(x)}${unit === "ms" ? " ms" : ""}`);

/** How far one value is from another: of shares in points. */
const distance = (x: number, unit: string): string => (unit === "share" ? `${shortNumber(100 * x)} points` : value(x, unit));
