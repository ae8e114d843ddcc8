import type { Expectation } from "../domain/hypothesis.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { LockstepError } from "../errors/lockstep-error.ts";
import { foldVariance } from "../stats/fold-variance.ts";
import { countOf } from "../wording/count-of.ts";

/**
 * What an expectation without a backtest predicts. What the spread of the given values is, differs, and `method` says which it is:
 *
 * - folds: they scatter as test folds do; the standard error of their mean is corrected for the training rows they share, and their spread times the rows of one is what a row is worth;
 * - simulation: each value is a level that production may show, so their standard deviation is the uncertainty itself. It is not divided by their number: drawing more of them makes nothing surer;
 * - number: the error that was written beside it; 0 is a promise.
 *
 * Nothing is known of days, season or segments. Throws LS254 where folds or draws are all equal, since their spread then says nothing.
 */
export const offlineOfValues = (expected: Exclude<Expectation, { kind: "backtest" }>): OfflineEstimate => {
  const unknown = { kind: expected.kind, source: expected.source, digest: null, days: 0, firstDay: null, lastDay: null, timeZone: null, betweenDays: null, autocorrelation: null, season: { dayOfWeek: null, hourOfDay: null }, daily: [], bySegment: [], stale: null };
  switch (expected.kind) {
    case "folds": {
      const { mean, variance, degrees } = foldVariance(expected.values);
      if (!(variance > 0)) throw equal(expected.source, `${countOf(expected.values.length, "fold")} all have the value ${mean}`);
      const k = expected.values.length;
      return {
        ...unknown, n: expected.rows === null ? 0 : k * expected.rows, estimate: mean, standardError: Math.sqrt(variance), degrees,
        varianceOfARow: expected.rows === null ? null : (variance / (1 / k + 1 / (k - 1))) * expected.rows,
        method: `${countOf(k, "fold")}, variance corrected for overlapping training sets (Nadeau and Bengio)`,
      };
    }
    case "simulation": {
      const N = expected.values.length;
      const mean = expected.values.reduce((sum, value) => sum + value, 0) / N;
      const variance = expected.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (N - 1);
      if (!(variance > 0)) throw equal(expected.source, `${countOf(N, "draw")} all have the value ${mean}`);
      return { ...unknown, n: 0, estimate: mean, standardError: Math.sqrt(variance * (1 + 1 / N)), degrees: N - 1, varianceOfARow: null, method: `standard deviation of ${countOf(N, "draw")}, each a level that production may show (predictive spread, not divided by their number)` };
    }
    case "number":
      return {
        ...unknown, n: expected.rows ?? 0, estimate: expected.value, standardError: expected.standardError, degrees: null,
        varianceOfARow: expected.rows === null || expected.standardError === 0 ? null : expected.standardError ** 2 * expected.rows,
        method: expected.standardError === 0 ? "a promise: a number without error" : "a number with the standard error that was given",
      };
  }
};

const equal = (source: string, what: string): LockstepError =>
  new LockstepError("LS254", { message: `the spread of ${source} cannot be told: ${what}`, place: source, todo: "Write the values with more digits, or give a number with its standard error under expected:." });
