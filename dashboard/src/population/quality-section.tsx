import { formatCount, formatMoment, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { Folded } from "../parts/folded.tsx";
import { SideName } from "../parts/side-mark.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { QualityResult, Run } from "../run-types.ts";

/** A rule that was not kept: how many rows, since when, whose, and the first of them. */
const Broken = ({ run, result }: { run: Run; result: QualityResult }) => {
  const { rule, verdict, environment, rows, broken, examples, since, reason, action } = result;
  return (
    <section className="broken-rule">
      <p><VerdictMark verdict={verdict} /> <SideName run={run} name={environment} /> <span className="mark">{rule.dimension}</span></p>
      <h3 dir="auto">{rule.statement}</h3>
      <dl className="facts">
        <div><dt>Rows that break it</dt><dd>{formatCount(broken)} of {formatCount(rows)}{rows > 0 && ` (${formatShare(broken / rows)})`}</dd></div>
        {since !== null && <div><dt>Since</dt><dd>{formatMoment(since)}</dd></div>}
        {rule.owner !== null && <div><dt>Whose</dt><dd dir="auto">{rule.owner}</dd></div>}
        <div><dt>Why</dt><dd dir="auto">{reason}</dd></div>
        <div><dt>What to do</dt><dd dir="auto">{action}</dd></div>
      </dl>
      {examples.length > 0 && <DataTable caption="The first of them" rows={examples} columns={[{ title: "row", cell: ({ row }) => <bdi className="value">{row}</bdi> }, { title: "value", cell: ({ value }) => (value === null ? <span className="soft">kept private</span> : <bdi className="value">{value}</bdi>) }]} />}
    </section>
  );
};

/** Rules that the data of both sides was held to; those that were not kept in full, the others in a list. */
export const QualitySection = ({ run, quality }: { run: Run; quality: readonly QualityResult[] }) => {
  const open = quality.filter(({ verdict }) => verdict !== "pass");
  const kept = quality.filter(({ verdict }) => verdict === "pass");
  return (
    <>
      {open.map((result) => <Broken key={`${result.environment}/${result.rule.id}`} run={run} result={result} />)}
      {kept.length > 0 && (
        <Folded initiallyOpen={open.length === 0} summary={`${formatCount(kept.length)} ${kept.length === 1 ? "rule was" : "rules were"} kept`}>
          {() => <DataTable caption="Kept" rows={kept} columns={[{ title: "rule", cell: ({ rule }) => <span dir="auto">{rule.statement}</span> }, { title: "asks for", cell: ({ rule }) => rule.dimension }, { title: "in", cell: ({ environment }) => <SideName run={run} name={environment} /> }, { title: "rows", numeric: true, cell: ({ rows }) => formatCount(rows) }]} />}
        </Folded>
      )}
    </>
  );
};
