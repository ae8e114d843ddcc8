import type { ProfileCell } from "../../../core/domain/profile.ts";
import type { PopulationMargins } from "../../../core/judge/population-settings.ts";
import { clopperPearson } from "../../../core/stats/clopper-pearson.ts";
import { shareEstimate } from "../../../core/stats/share-estimate.ts";
import type { Measured } from "../measured/measured.ts";

/** How many claims errors can make: rows with an error, and rows whose status is no success. */
export const errorClaims = 2;

/** Shares of rows with an error and of rows whose status is no success, where both logs have them. */
export const errorMetrics = (reference: ProfileCell, candidate: ProfileCell, margins: PopulationMargins): Measured[] => {
  const rate = (metric: string, words: string, before: Counted | null, after: Counted | null): Measured[] => {
    if (before === null || after === null || before.n === 0 || after.n === 0) return [];
    const upper = (counted: Counted): number => clopperPearson(counted.k, counted.n).high ?? 1;
    return [{
      check: `population.operations.${metric}`, kind: "errors", metric, words, of: "rows", segment: null, reference: shareEstimate(before.k, before.n, 1, clopperPearson), candidate: shareEstimate(after.k, after.n, 1, clopperPearson),
      nReference: before.n, nCandidate: after.n, scale: "difference", worse: "higher", margin: margins.errorRate, marginName: "errorRate", primary: true, mode: "enforce", unit: "share", refused: null,
      action: "Look at the errors by code: rows that failed are in no other comparison.", evidence: { errorsReference: before.k, errorsCandidate: after.k, upperReference: upper(before), upperCandidate: upper(after) },
    }];
  };
  return [
    ...rate("errors", "share of errors", errorsOf(reference), errorsOf(candidate)),
    ...rate("non-success", "share without success", failuresOf(reference), failuresOf(candidate)),
  ];
};

interface Counted {
  readonly k: number;
  readonly n: number;
}

const errorsOf = ({ rows, operations }: ProfileCell): Counted | null => (operations.errors === null ? null : { k: operations.errors, n: rows });

/** HTTP 2xx, gRPC's 0, and what says so in words. */
const success = /^(2\d\d|0|ok|success|succeeded)$/i;

const failuresOf = ({ operations: { statuses } }: ProfileCell): Counted | null => {
  if (statuses === null) return null;
  const n = statuses.reduce((sum, { count }) => sum + count, 0);
  return { n, k: statuses.reduce((sum, { status, count }) => sum + (success.test(status.trim()) ? 0 : count), 0) };
};
