import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import { movesWords, quietReasons, weightLabel } from "../../../src/report/wording/difference-words.ts";
import { shownDifference } from "../../../src/report/environment/shown-difference.ts";
import type { EnvironmentDifference } from "../../../src/core/domain/environment-difference.ts";
import { Folded } from "../parts/folded.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { More } from "../parts/more.tsx";

const firstRows = 12;

interface DifferencesProps {
  readonly differences: readonly EnvironmentDifference[];
  readonly caption: string;
  /** What the two columns of values are called. */
  readonly names: readonly [before: string, after: string];
}

const Rows = ({ differences, caption, names: [before, after] }: DifferencesProps) => (
  <ListTable caption={caption} rows={differences.map((each) => ({ id: each.id, ...shownDifference(each) }))} idOf={({ id }) => id} columns={[
    { title: "Weight", width: "6rem", plain: true, cell: (each) => <span className={`weight weight-${weightLabel(each)}`}>{weightLabel(each)}</span> },
    { title: "What", width: "22%", plain: true, cell: ({ title, together }) => <><bdi className="difference-title">{title}</bdi>{together > 0 && <small>with {formatPlural(together, "more field")}</small>}</> },
    { title: before, width: "18%", cell: ({ reference }) => <bdi className="value">{reference}</bdi> },
    { title: after, width: "18%", cell: ({ candidate }) => <bdi className="value">{candidate}</bdi> },
    { title: "What it can do", plain: true, cell: ({ quiet, override, why, moves, action }) => (quiet !== null ? <span className="soft" dir="auto">{quiet}</span> : <span dir="auto">{override !== null && <><strong>intended by <bdi>{override}</bdi></strong>; otherwise </>}{why} <small>(moves {movesWords[moves]})</small>{override === null && action !== "" && <span className="check">{action}</span>}</span>) },
  ]} />
);

/** How two readings of an environment differ, worst first; what is harmless is folded, with its reasons. */
export const DifferencesTable = ({ differences, caption, names }: DifferencesProps) => {
  const told = differences.filter(({ quiet }) => quiet === null);
  const harmless = differences.filter(({ quiet }) => quiet !== null);
  return (
    <>
      {told.length === 0 ? <p>No difference that can matter{differences.length === 0 ? "" : " among these"}.</p> : <More rows={told} first={firstRows} render={(some) => <Rows differences={some} caption={caption} names={names} />} />}
      {harmless.length > 0 && (
        <Folded className="quiet" summary={`${formatPlural(harmless.length, "harmless difference")}, and why`}>
          {() => <><ul className="reasons">{quietReasons(harmless).map(([reason, count]) => <li key={reason} dir="auto">{formatCount(count)}: {reason}</li>)}</ul><More rows={harmless} first={firstRows} render={(some) => <Rows differences={some} caption="Harmless, each with its reason" names={names} />} /></>}
        </Folded>
      )}
    </>
  );
};
