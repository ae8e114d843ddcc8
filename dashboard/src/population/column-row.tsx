import { formatMeasure, measureShort } from "../../../src/report/population/measure-words.ts";
import { decidingMeasure } from "../../../src/report/population/order-shifts.ts";
import { type PackedShift, unpackShift } from "../../../src/report/population/packed-shift.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { NullBar, type Reach } from "../charts/null-bar.tsx";
import { PairedBars } from "../charts/paired-bars.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { ColumnShift, Run, Verdict } from "../run-types.ts";
import { useSeen } from "../use-seen.ts";
import { ColumnDetails } from "./column-details.tsx";

interface ColumnRowProps {
  readonly run: Run;
  readonly id: string;
  readonly shift: ColumnShift;
  readonly worst: Verdict;
  readonly parts: readonly PackedShift[];
  readonly words: readonly string[];
  readonly reach: Reach;
  readonly guessed: boolean;
}

/** One column: verdict, shape of both sides and distance in sight; all its measures inside, made when it is opened. */
export const ColumnRow = ({ run, id, shift, worst, parts, words, reach, guessed }: ColumnRowProps) => {
  // What a link reveals is opened by the link itself; a thousand rows are not filled for it.
  const [seen, see] = useSeen(false, `#${id}`);
  const measure = decidingMeasure(shift);
  const { margin } = shift;
  return (
    <details className="column" id={id} onToggle={(event) => see(event.currentTarget.open)}>
      <summary>
        <VerdictMark verdict={shift.verdict} />
        <span className="column-what">
          <bdi className="name">{shift.column}</bdi>
          <span className="column-role">{shift.role}, {shift.kind}{guessed && <span className="mark">guessed</span>}{shift.segment !== null && <span className="mark">only {shift.segment}</span>}{parts.length > 0 && worst !== shift.verdict && <span className="mark">{worst} in a segment</span>}</span>
        </span>
        <span className="column-picture"><PairedBars shift={shift} /></span>
        <span className="column-bar">{measure !== null && margin !== null && margin > 0 && <NullBar measure={measure} margin={margin} verdict={shift.verdict} reach={reach} unit={margin} subject={shift.column} />}</span>
        <span className="finding-effect">{measure === null ? "–" : formatMeasure(measure.measure, measure.value)}{measure !== null && <small>{measureShort(measure.measure)}</small>}</span>
      </summary>
      {seen && <ColumnDetails run={run} shift={shift} parts={parts.map((part) => unpackShift(part, words))} link={id} />}
      {!seen && parts.length > 0 && <p className="soft">{formatPlural(parts.length, "segment")}</p>}
    </details>
  );
};
