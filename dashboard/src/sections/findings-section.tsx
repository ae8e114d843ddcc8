import { isDifferenceOfShares } from "../../../src/report/wording/allowed-zone.ts";
import { isNew } from "../../../src/report/wording/order-findings.ts";
import { agreementWords } from "../../../src/report/wording/subject-words.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import { anchors } from "../anchor.ts";
import { effectScale } from "../charts/effect-scale.ts";
import { EffectAxis } from "../charts/effect-bar.tsx";
import { Folded } from "../parts/folded.tsx";
import { FindingRow } from "../parts/finding-row.tsx";
import { More } from "../parts/more.tsx";
import { Term } from "../parts/term.tsx";
import type { Finding, Run } from "../run-types.ts";
import { unitKind } from "../../../src/report/wording/unit-kind.ts";

/** So many rows are in sight before the rest folds away. */
const firstRows = 12;

interface Row {
  readonly finding: Finding;
  readonly id: string;
  /** Whether it is new against an earlier run. */
  readonly appeared: boolean;
  /** Keys of the worst pairs of the output that it is about. */
  readonly pairs: readonly string[];
}

const withoutNumber = "without a number";

/** Effects that share an axis: all shares, all ratios, and each other unit by itself. */
const axisOf = (finding: Finding): string => {
  const { estimate, unit } = finding;
  if (estimate === null) return withoutNumber;
  if (isDifferenceOfShares(finding)) return "differences of shares";
  const { written } = unitKind(unit);
  return written === "plain" ? unit : written;
};

const titleOf = (axis: string, kind: Run["kind"]): string => (axis === "share" ? (kind !== "check" ? "Shares and rates" : "Shares of pairs or requests") : axis === "ratio" ? `${kind !== "check" ? "Ratios" : "Latency"}, candidate over reference` : axis === "ms" ? "Times" : axis === "bytes" ? "Memory" : axis.charAt(0).toUpperCase() + axis.slice(1));

const Group = ({ title, rows }: { title: string; rows: readonly Row[] }) => {
  const drawn = rows.map(({ finding }) => finding).filter(({ estimate }) => estimate !== null);
  const scale = drawn.length === 0 ? null : effectScale(drawn);
  return (
    <div className="forest">
      <div className="forest-head"><h3>{title}</h3>{scale !== null && <div className="forest-axis"><EffectAxis scale={scale} /></div>}</div>
      <More rows={rows} first={firstRows} render={(some) => some.map(({ finding, id, appeared, pairs }) => <FindingRow key={id} finding={finding} id={id} scale={scale} appeared={appeared} pairs={pairs} />)} />
    </div>
  );
};

/** Every finding as an effect with its interval against its margin, worst first; those that pass are folded. */
export const FindingsSection = ({ run: { findings, since, kind, worst }, agreement = agreementWords(findings) }: { run: Run; agreement?: string | null }) => {
  const ids = anchors("finding", findings.map(({ id }) => id));
  const rows = findings.map((finding, index) => ({ finding, id: ids[index] ?? "", appeared: isNew({ since }, finding), pairs: finding.subject.kind === "output" ? worst.filter(({ output }) => output === finding.subject.name).map(({ key }) => key) : [] }));
  const open = rows.filter(({ finding }) => finding.verdict !== "pass");
  const passing = rows.filter(({ finding }) => finding.verdict === "pass");
  const groups = (some: readonly Row[]) => [...Map.groupBy(some, ({ finding }) => axisOf(finding))].map(([axis, members]) => <Group key={axis} title={titleOf(axis, kind)} rows={members} />);
  if (findings.length === 0) return <p>Nothing could be judged.</p>;
  return (
    <>
      <p className="aside forest-key">A dot is the effect, the line its <Term name="interval">interval</Term>, the shaded band what is <Term name="margin">allowed</Term>. Open a row for its reason and what to do.</p>
      {groups(open)}
      {passing.length > 0 && (
        <Folded className="passing" initiallyOpen={open.length === 0} summary={<><span className="verdict verdict-pass"><span className="verdict-sign" aria-hidden="true">{verdictWords.pass.symbol}</span></span> {agreement}</>}>
          {() => groups(passing)}
        </Folded>
      )}
    </>
  );
};
