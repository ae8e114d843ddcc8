import { calendarSpans } from "../../core/corridor/calendar-spans.ts";
import type { CalendarEntry, Hypothesis } from "../../core/domain/hypothesis.ts";
import type { Measure, Series, WindowStatistic } from "../../core/domain/measure.ts";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { WholeValue } from "../../core/offline/about-backtest.ts";
import { offlineOfSeries } from "../../core/offline/offline-of-series.ts";
import { offlineOfValues } from "../../core/offline/offline-of-values.ts";

/** What was promised of a hypothesis, from wherever it was promised. LS254 when there is too little. */
export const offlineEstimateOf = (hypothesis: Hypothesis, measure: Measure, backtest: { readonly series: Series; readonly digest: string; readonly resampled?: Readonly<Record<string, WholeValue>> } | null, calendar: readonly CalendarEntry[]): OfflineEstimate => {
  const { expected, aggregation, minimum } = hypothesis;
  if (expected.kind !== "backtest") return offlineOfValues(expected);
  if (backtest === null) throw new LockstepError("LS254", { message: `the backtest ${expected.source} was not counted`, place: expected.source });
  const excluded = calendarSpans(calendar, hypothesis.model, backtest.series.plan.timeZone).filter(({ treatment }) => treatment === "exclude");
  const whole = backtest.resampled?.[measure.id];
  return offlineOfSeries(backtest.series, measure, {
    aggregation, source: expected.source, digest: backtest.digest, minimumRows: minimum.rows, ...(whole === undefined ? {} : { whole }),
    excludes: (start, end) => excluded.some(({ from, to }) => start < to && end > from),
  });
};

/** Those of all rows (null), or of one segment. */
export const ofSegment = (statistics: readonly WindowStatistic[], segment: WindowStatistic["segment"]): WindowStatistic[] =>
  statistics.filter((each) => (segment === null ? each.segment === null : each.segment?.column === segment.column && each.segment.value === segment.value));
