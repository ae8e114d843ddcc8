import type { Finding } from "../../../core/domain/finding.ts";
import type { PopulationMetric } from "../../../core/domain/population-comparison.ts";
import type { Profile, ProfileSpec } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { judgeMeasured } from "../measured/judge-measured.ts";
import type { Measured } from "../measured/measured.ts";
import { populationCell } from "../measured/population-cell.ts";
import { errorClaims, errorMetrics } from "./error-metrics.ts";
import { latencyClaims, latencyMetrics } from "./latency-metrics.ts";
import { rareEvents } from "./rare-events.ts";
import { throughputMetric } from "./throughput-metric.ts";

export interface OperationsInput {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly settings: PopulationSettings;
}

/** So many rare values of one column stand in the table, those furthest apart first. */
const mostPerColumn = 5;

/** How both populations were served: latency, errors, throughput, and values so rare that no distance between distributions sees them. */
export const checkOperations = ({ reference, candidate, settings }: OperationsInput): { readonly metrics: PopulationMetric[]; readonly findings: Finding[] } => {
  const [before, after] = [populationCell(reference, null), populationCell(candidate, null)];
  if (before === undefined || after === undefined) return { metrics: [], findings: [] };
  const { margins } = settings;
  const served = [...latencyMetrics(before, after, reference.spec.gamma, margins), ...errorMetrics(before, after, margins)].map((measured) => judgeMeasured(measured, settings));
  // Of a column's rare values those that fail are told; where none does, the one furthest apart.
  const rare = rareEvents(reference, candidate, margins).map((measured) => measured.toSorted(byDistance).slice(0, mostPerColumn).map((each) => judgeMeasured(each, settings)));
  const told = rare.flatMap((column) => { const failed = column.filter(({ metric }) => metric.verdict === "fail"); return failed.length > 0 ? failed : column.slice(0, 1); });
  return {
    metrics: [...served.map(({ metric }) => metric), ...throughputMetric(before, after), ...rare.flat().map(({ metric }) => metric)],
    findings: [...served, ...told].flatMap(({ finding }) => finding ?? []),
  };
};

/** How many claims could fail or warn: the rare values of one column share one. */
export const countOperationsClaims = (spec: ProfileSpec): number =>
  latencyClaims + errorClaims + spec.columns.filter(({ kind, role }) => kind === "category" && role !== "ignored" && role !== "segment").length;

/** By how surely both differ: the smaller p first. */
const byDistance = (a: Measured, b: Measured): number => Number(a.evidence["p"] ?? 1) - Number(b.evidence["p"] ?? 1);
