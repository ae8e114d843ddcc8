import type { ReactNode } from "react";
import { metricName } from "../../../src/report/population/population-words.ts";
import { orderMetrics } from "../../../src/report/population/order-shifts.ts";
import { formatCount, formatNumber, formatShare } from "../../../src/report/wording/format-number.ts";
import type { Run, ShownPopulation, Verdict } from "../run-types.ts";

const Figure = ({ label, value, children }: { label: string; value: ReactNode; children?: ReactNode }) => (
  <div><dt>{label}</dt><dd><span className="big">{value}</span>{children !== undefined && <span className="under">{children}</span>}</dd></div>
);

const agreeing = (verdicts: readonly Verdict[]): string => `${formatCount(verdicts.filter((verdict) => verdict === "pass").length)} of ${formatCount(verdicts.length)}`;

/** Two populations in a handful of numbers. */
export const PopulationNumbers = ({ population, shown }: { population: NonNullable<Run["population"]>; shown: ShownPopulation }) => {
  const { reference, candidate, metrics, fairness, quality } = population;
  const whole = shown.shifts.filter(({ s }) => s === null).map(({ w }) => shown.words[w[3] ?? -1] as Verdict);
  const [main] = orderMetrics(metrics.filter(({ segment, difference }) => segment === null && difference !== null));
  const lost = candidate.coverage.dropped.reduce((sum, { rows }) => sum + rows, 0);
  const read = candidate.coverage.recordsRead;
  const broken = quality.reduce((sum, result) => sum + result.broken, 0);
  return (
    <dl className="figures">
      <Figure label="Rows compared" value={formatCount(candidate.rows)}>against {formatCount(reference.rows)}</Figure>
      <Figure label="Records dropped" value={read === 0 || lost === 0 ? formatCount(lost) : formatShare(Math.min(1, lost / read))}>{lost === 0 ? <>of <bdi>{candidate.name}</bdi></> : <>{formatCount(lost)} of <bdi>{candidate.name}</bdi></>}</Figure>
      {whole.length > 0 && <Figure label="Columns that agree" value={agreeing(whole)} />}
      {main !== undefined && <Figure label={`${metricName(main)} of ${main.of}`} value={formatNumber(main.candidate)}>against {formatNumber(main.reference)}</Figure>}
      {fairness.length > 0 && <Figure label="Fairness criteria kept" value={agreeing(fairness.map(({ verdict }) => verdict))} />}
      {quality.length > 0 && <Figure label="Rules of the data kept" value={agreeing(quality.map(({ verdict }) => verdict))}>{broken === 0 ? undefined : `${formatCount(broken)} rows break one`}</Figure>}
    </dl>
  );
};
