import { isJudged } from "../../../src/report/population/order-shifts.ts";
import { isOfItself, metricName } from "../../../src/report/population/population-words.ts";
import { formatCount, formatNumber, noNumber } from "../../../src/report/wording/format-number.ts";
import { EffectBar } from "../charts/effect-bar.tsx";
import { type Drawn, effectScale } from "../charts/effect-scale.ts";
import { ReliabilityChart } from "../charts/reliability-chart.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideLegend } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { PopulationMetric, Run } from "../run-types.ts";

const firstMetrics = 14;

const drawnOf = ({ difference, interval, margin }: PopulationMetric): Drawn => ({ estimate: difference, interval, margin, unit: "difference" });

/** Metrics on both sides with the interval of their difference, and whether scores mean what they say. */
export const MetricsSection = ({ run, population: { metrics, reliability } }: { run: Run; population: NonNullable<Run["population"]> }) => {
  const byOutput = [...Map.groupBy(reliability, ({ output }) => output)];
  return (
    <>
      {metrics.length > 0 && (
        <More rows={metrics} first={firstMetrics} render={(some) => (
          <DataTable caption="Metrics, candidate minus reference" rows={some} columns={[
            { title: "verdict", cell: (metric) => (isJudged(metric) ? <VerdictMark verdict={metric.verdict} /> : <span className="mark">shown only</span>) },
            { title: "metric", cell: (metric) => <><span className="name">{metricName(metric)}</span>{!isOfItself(metric) && <> <small>of <bdi>{metric.of}</bdi></small></>}{metric.segment !== null && <small className="besides"><bdi>{metric.segment}</bdi></small>}</> },
            { title: "reference", numeric: true, cell: ({ reference, nReference }) => <>{formatNumber(reference)}<small className="besides">n {formatCount(nReference)}</small></> },
            { title: "candidate", numeric: true, cell: ({ candidate, nCandidate }) => <>{formatNumber(candidate)}<small className="besides">n {formatCount(nCandidate)}</small></> },
            { title: "difference", numeric: true, cell: ({ difference, interval }) => <>{formatNumber(difference)}<small className="besides">{interval === null ? noNumber : `${formatNumber(interval.low)} to ${formatNumber(interval.high)}`}</small></> },
            { title: <Term name="interval">interval and what is allowed</Term>, cell: (metric) => <div className="bar-cell">{metric.difference !== null && <EffectBar drawn={drawnOf(metric)} verdict={isJudged(metric) ? metric.verdict : "none"} scale={effectScale([drawnOf(metric)])} subject={`${metricName(metric)} of ${metric.of}`} />}</div> },
          ]} />
        )} />
      )}
      {byOutput.length > 0 && <><SideLegend run={run} /><div className="pair-of-charts">{byOutput.map(([output, curves]) => <ReliabilityChart key={output} run={run} output={output} curves={curves} />)}</div><p className="aside"><Term name="reliability">How to read this curve</Term></p></>}
    </>
  );
};
