import { judgeDaily } from "../corridor/judge-daily.ts";
import type { Hypothesis } from "../domain/hypothesis.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import { streamOf } from "../random/stream-of.ts";
import { drawProduction, type Perturbation, type ProductionLaw } from "./draw-production.ts";

export interface CalibrationQuestion {
  readonly offline: OfflineEstimate;
  readonly law: Omit<ProductionLaw, "offline">;
  readonly margin: Hypothesis["margin"];
  readonly settings: CorridorSettings;
  readonly perturbations: readonly { readonly name: string; readonly perturbation: Perturbation }[];
  /** Direction in which it would be bad, +1 or -1, of the search for the smallest effect. */
  readonly bad: 1 | -1;
  readonly replications: number;
  readonly seed: number;
}

/** What a threshold does, drawn: alarms when nothing happens, and what it finds when something does. */
export interface Calibration {
  /** Alarms that began, per quarter of a year in which nothing happens, and the share of such years with at least one. */
  readonly falseAlarmsPerQuarter: number;
  readonly falseYears: number;
  /** Smallest step found within four, and within thirteen weeks, in four of five; null where the largest that was tried is not. */
  readonly smallestIn28: number | null;
  readonly smallestIn91: number | null;
  readonly perturbations: readonly { readonly name: string; readonly found: number; readonly medianDays: number | null }[];
}

const year = 364;
/** The weeks before something happens: it does so late, for that is the hard case. */
const quietBefore = 91;
const often = 0.8;

/** Draws a threshold's future from what is known of the offline data and of production's traffic. Deterministic by its seed. */
export const calibrateCorridor = (question: CalibrationQuestion): Calibration => {
  const { perturbations, replications } = question;
  let [alarms, years] = [0, 0];
  for (let replication = 0; replication < replications; replication += 1) {
    const path = pathOf(question, `quiet ${replication}`, year, { kind: "none", from: 0, size: 0, rampDays: 1, share: 1 });
    const began = path.filter(({ verdict }, at) => verdict === "fail" && path[at - 1]?.verdict !== "fail").length;
    alarms += began;
    if (began > 0) years += 1;
  }
  return {
    falseAlarmsPerQuarter: alarms / replications / 4, falseYears: years / replications,
    smallestIn28: smallestFound(question, 28), smallestIn91: smallestFound(question, 91),
    perturbations: perturbations.map(({ name, perturbation }) => ({ name, ...foundOf(question, name, { ...perturbation, from: quietBefore }, 182) })),
  };
};

const pathOf = ({ offline, law, margin, settings, seed }: CalibrationQuestion, purpose: string, days: number, perturbation: Perturbation): ReturnType<typeof judgeDaily>["path"] =>
  judgeDaily({ days: drawProduction(streamOf(seed, purpose), { ...law, offline }, days, perturbation), offline, margin, settings, counts: law.counts }).path;

/** How often something is found within so many days after it began, and after how many by half of them. */
const foundOf = (question: CalibrationQuestion, name: string, perturbation: Perturbation, within: number): { readonly found: number; readonly medianDays: number | null } => {
  const days: number[] = [];
  for (let replication = 0; replication < question.replications; replication += 1) {
    const alarm = pathOf(question, `${name} ${replication}`, perturbation.from + within, perturbation).find(({ verdict, day }) => verdict === "fail" && day > perturbation.from);
    days.push(alarm === undefined ? Infinity : alarm.day - perturbation.from);
  }
  const median = days.toSorted((a, b) => a - b)[Math.ceil(days.length / 2) - 1] ?? Infinity;
  return { found: days.filter((day) => day <= within).length / Math.max(1, days.length), medianDays: median === Infinity ? null : median };
};

/** By halving between no effect and one that everything finds; the same draws for every size, so that more is found of more. */
const smallestFound = (question: CalibrationQuestion, within: number): number | null => {
  const { offline, bad, margin } = question;
  const unit = Math.max(margin.below ?? 0, margin.above ?? 0) * (margin.relative ? Math.abs(offline.estimate) : 1) || Math.max(offline.standardError, Math.abs(offline.estimate) * 0.01, 1e-9);
  const isFound = (size: number): boolean => foundOf(question, "smallest", { kind: "step", from: quietBefore, size: bad * size, rampDays: 1, share: 1 }, within).found >= often;
  let high = unit;
  for (let doubled = 0; !isFound(high); doubled += 1, high *= 2) if (doubled >= 6) return null;
  let low = 0;
  for (let halving = 0; halving < 6; halving += 1) {
    const middle = (low + high) / 2;
    if (isFound(middle)) high = middle;
    else low = middle;
  }
  return high;
};
