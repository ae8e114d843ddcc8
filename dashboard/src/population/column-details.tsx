import { formatMeasure, measureName, nullWords } from "../../../src/report/population/measure-words.ts";
import { decidingMeasure } from "../../../src/report/population/order-shifts.ts";
import { formatCount, formatMoment, formatNumber, formatShare, noNumber } from "../../../src/report/wording/format-number.ts";
import { distancesOf, NullBar, reachOf } from "../charts/null-bar.tsx";
import { PopulationPicture } from "../charts/population-picture.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { ColumnShift, Run } from "../run-types.ts";

const firstSegments = 12;

type Measure = ColumnShift["measures"][number];

const intervalWords = ({ measure, interval }: Measure): string => (interval === null ? noNumber : `${formatMeasure(measure, interval.low)} to ${formatMeasure(measure, interval.high)}`);

/** Below any p that is worth telling apart. */
const smallestP = 1e-4;
const formatP = (p: number | null): string => (p === null ? noNumber : p < smallestP ? "< 0.0001" : formatNumber(p));

type Cell = ColumnShift["summary"][number]["reference"];

const day = 86_400;

/** A value of a column; times are counted in seconds since 1970, and their spread in days. */
const cell = (value: Cell, name: string, kind: ColumnShift["kind"]) =>
  typeof value === "string" ? <bdi className="value">{value}</bdi> : kind !== "time" || value === null ? formatNumber(value) : name === "sd" ? `${formatNumber(value / day)} days` : formatMoment(new Date(value * 1000).toISOString());

const missingOf = (present: number, missing: number): string => (missing === 0 ? "0" : `${formatCount(missing)} (${formatShare(missing / (present + missing))})`);

/** Everything that was measured of one column: picture, table of both sides, each measure against what chance alone makes, segments. */
export const ColumnDetails = ({ run, shift, parts, link }: { run: Run; shift: ColumnShift; parts: readonly ColumnShift[]; link: string }) => {
  const { picture, measures, deciding, margin, summary } = shift;
  const { reference, candidate } = run.environments;
  const counts = [
    { name: "rows with a value", reference: formatCount(shift.nReference), candidate: formatCount(shift.nCandidate) },
    ...(shift.effectiveReference === null || shift.effectiveCandidate === null ? [] : [{ name: "as independent rows", reference: formatNumber(shift.effectiveReference), candidate: formatNumber(shift.effectiveCandidate) }]),
    { name: "missing", reference: missingOf(shift.nReference, shift.missingReference), candidate: missingOf(shift.nCandidate, shift.missingCandidate) },
    ...summary.map(({ name, reference: before, candidate: after }) => ({ name, reference: cell(before, name, shift.kind), candidate: cell(after, name, shift.kind) })),
  ];
  return (
    <div className="column-more">
      <div className="pair-of-charts">
        {picture !== null && picture.bars.length > 0 && <PopulationPicture run={run} shift={{ ...shift, picture }} />}
        <DataTable caption="Both sides" rows={counts} columns={[{ title: "", cell: ({ name }) => name }, { title: reference.name, numeric: true, cell: (row) => row.reference }, { title: candidate.name, numeric: true, cell: (row) => row.candidate }]} />
      </div>
      <DataTable className="measures" caption="Every measure" rows={measures} columns={[
        { title: "measure", cell: ({ measure, method }) => <><span className="measure-name">{measureName(measure)}{measure === deciding && <span className="mark mark-decides">decides</span>}</span><small className="method">{method}</small></> },
        { title: "value", numeric: true, cell: ({ measure, value }) => formatMeasure(measure, value) },
        { title: <Term name="interval" />, numeric: true, cell: (measure) => intervalWords(measure) },
        { title: <Term name="nullBand" />, numeric: true, cell: (measure) => nullWords(measure) ?? noNumber },
        { title: "", cell: (measure) => <div className="bar-cell"><NullBar measure={measure} margin={measure.measure === deciding ? margin : null} verdict={measure.measure === deciding ? shift.verdict : null} reach={reachOf(distancesOf(measure, measure.measure === deciding ? margin : null))} subject={measureName(measure.measure)} /></div> },
        { title: "p", numeric: true, cell: ({ p }) => formatP(p) },
      ]} />
      {parts.length > 0 && (
        <More rows={parts} first={firstSegments} render={(some) => (
          <DataTable caption="By segment" rows={some} columns={[
            { title: "verdict", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> }, { title: "segment", cell: ({ segment }) => <bdi className="name">{segment}</bdi> },
            { title: "value", numeric: true, cell: (part) => { const measure = decidingMeasure(part); return measure === null ? noNumber : formatMeasure(measure.measure, measure.value); } },
            { title: <Term name="interval" />, numeric: true, cell: (part) => { const measure = decidingMeasure(part); return measure === null ? noNumber : intervalWords(measure); } },
            { title: reference.name, numeric: true, cell: ({ nReference }) => formatCount(nReference) }, { title: candidate.name, numeric: true, cell: ({ nCandidate }) => formatCount(nCandidate) },
          ]} />
        )} />
      )}
      <p className="aside"><a href={`#${link}`}>Link to this column</a></p>
    </div>
  );
};
