import { useMemo } from "react";
import { corridorWords, inUnit, segmentName } from "../../../src/report/validation/hypothesis-words.ts";
import { localMoment, wallTime } from "../../../src/report/validation/local-time.ts";
import { toldEstimate } from "../../../src/report/validation/outside-corridor.ts";
import { type PackedSeries, unpackSeries } from "../../../src/report/validation/packed-series.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { CorridorBar, MarginAxis, reachOfMargins } from "../charts/corridor-bar.tsx";
import { CorridorSpark, sparkDomain } from "../charts/corridor-spark.tsx";
import { More } from "../parts/more.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { HypothesisResult, SeriesJudgement } from "../run-types.ts";

const firstSegments = 8;

const Row = ({ result, judgement, packed, reach }: { result: HypothesisResult; judgement: SeriesJudgement; packed: PackedSeries | undefined; reach: number }) => {
  const { timeZone } = result.hypothesis;
  const points = useMemo(() => (packed === undefined ? [] : unpackSeries(packed)), [packed]);
  return (
    <li className="segment">
      <VerdictMark verdict={judgement.verdict} />
      <span className="claim-what"><bdi className="name">{segmentName(judgement)}</bdi><span className="statement">{formatPlural(judgement.rows, "row")}{judgement.since !== null && `; since ${localMoment(judgement.since, timeZone)}`}</span></span>
      <span className="segment-spark">{points.length > 1 && <CorridorSpark points={points} corridor={judgement.corridor} domain={sparkDomain(points, judgement.corridor)} onset={judgement.since === null ? null : wallTime(judgement.since, timeZone)} label={`${segmentName(judgement)} over time`} />}</span>
      <span className="claim-bar"><CorridorBar result={result} judgement={judgement} reach={reach} /></span>
      <span className="finding-effect">{inUnit(toldEstimate(judgement).estimate, result.unit)}<small>{corridorWords(judgement.corridor, result.unit)}</small></span>
    </li>
  );
};

/** Each segment against its own corridor, worst first: over time, and as a whole. */
export const SegmentsPart = ({ result, shown }: { result: HypothesisResult; shown: readonly PackedSeries[] }) => {
  const rows = result.segments.map((judgement, index) => ({ judgement, packed: shown[index], key: segmentName(judgement) }));
  const reach = reachOfMargins(result.segments.map((judgement) => ({ result, judgement })));
  const holding = result.segments.filter(({ verdict }) => verdict === "pass").length;
  const untold = result.segments.filter(({ verdict }) => verdict === "inconclusive").length;
  return (
    <section className="part" aria-label="Segments">
      <h3>Segments <small>{holding} of {result.segments.length} hold{untold === 0 ? "" : `, ${untold} cannot be told yet`}</small></h3>
      <div className="segments-head" aria-hidden="true"><span>verdict</span><span>segment</span><span>over time</span><span><MarginAxis reach={reach} /></span><span>production</span></div>
      <More rows={rows} first={firstSegments} render={(some) => <ol className="segments">{some.map(({ judgement, packed, key }) => <Row key={key} result={result} judgement={judgement} packed={packed} reach={reach} />)}</ol>} />
    </section>
  );
};
