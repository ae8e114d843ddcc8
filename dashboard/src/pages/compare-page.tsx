import { subjectWords } from "../../../src/report/wording/subject-words.ts";
import { formatEffect } from "../../../src/report/wording/format-effect.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { anchor } from "../anchor.ts";
import type { ResultOf } from "../api/api-types.ts";
import { addressOf } from "../api/call.ts";
import { useAnswer } from "../api/use-api.ts";
import { compareAddress, modelAddress, runAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { Filters, WordsFilter } from "../lists/filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { DifferencesTable } from "../models/differences-table.tsx";
import { More } from "../parts/more.tsx";
import { Section } from "../parts/section.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { kindWords } from "../runs/kind-words.ts";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import type { PageProps } from "./page-table.ts";

type Comparison = ResultOf<"get", "/api/v1/comparisons">;
type Compared = Comparison["findings"][number];

const firstRows = 15;
const changes = { appeared: ["Appeared", "open in the later run, not before"], still: ["Still there", "open in both"], gone: ["Gone", "open in the earlier run, no longer"] } as const;

const Side = ({ run, name }: { run: Comparison["a"]; name: string }) => (
  <div className="compared-run">
    <h3>{name}</h3>
    <p><VerdictMark verdict={run.verdict} /></p>
    <p><a className="sentence-link" dir="auto" href={runAddress(run.id)}>{run.headline}</a></p>
    <p><small>{kindWords[run.kind]}{run.model !== null && <> of <a href={modelAddress(run.model)}><bdi>{run.model}</bdi></a></>}{run.modelVersion !== null && <> version <bdi>{run.modelVersion}</bdi></>} in <bdi>{run.environment}</bdi>, <Moment at={run.startedAt} short />{run.codeRevision !== null && <>, code <bdi className="value">{run.codeRevision}</bdi></>}</small></p>
  </div>
);

const Said = ({ said }: { said: Compared["a"] }) => (said === null ? <span className="soft">not judged</span> : <><VerdictMark verdict={said.verdict} />{said.estimate !== null && <small>{formatEffect(said.estimate, said.unit)}</small>}</>);

const Findings = ({ rows, change, b }: { rows: readonly Compared[]; change: keyof typeof changes; b: Comparison["b"] }) => (
  <More rows={rows} first={firstRows} render={(some) => (
    <ListTable caption={`${formatPlural(rows.length, "finding")}, ${changes[change][1]}`} rows={some} idOf={({ id }) => id} columns={[
      { title: "Finding", plain: true, cell: ({ id, check, subject, a, b: later }) => <><a className="row-link" href={`${runAddress(b.id)}#${anchor("finding", id)}`}><bdi>{subjectWords({ subject, check })}</bdi></a><small dir="auto">{(later ?? a)?.statement}</small></> },
      { title: "Earlier", width: "10rem", cell: ({ a }) => <Said said={a} /> }, { title: "Later", width: "10rem", cell: ({ b: later }) => <Said said={later} /> },
    ]} />
  )} />
);

const written = (value: unknown): string => (value === null ? "not given" : Array.isArray(value) ? value.join(", ") : String(value));

/** What is not the same in two runs: findings that appeared or are gone, how environments changed, options that differ. */
export const ComparePage = ({ query }: PageProps) => {
  const [a, b] = [query.get("a"), query.get("b")];
  const compared = useAnswer<Comparison>(a === null || b === null ? null : addressOf("/api/v1/comparisons", { query: { a, b } }), []);
  return (
    <Page title="Two runs compared" above={<a href="/runs">Runs</a>} lead="What is not the same in two runs: findings, environments, options. What agrees in both is left out.">
      <Filters label="Which runs">
        <WordsFilter name="a" label="The earlier run" placeholder="its id, or the beginning" />
        <WordsFilter name="b" label="The later run" placeholder="its id, or the beginning" />
        {a !== null && b !== null && <a className="swap" href={compareAddress(b, a)}>The other way about</a>}
      </Filters>
      {a === null || b === null
        ? <Empty title="Name two runs">Open a run: “What changed since then” compares it with the one before. Or take two ids from <a href="/runs">the runs</a>.</Empty>
        : <Shown of={compared} what="the two runs">
          {(both) => (
            <>
              <div className="two"><Side run={both.a} name="Earlier" /><Side run={both.b} name="Later" /></div>
              {(["appeared", "still", "gone"] as const).map((change) => {
                const rows = both.findings.filter((each) => each.change === change);
                return <Section key={change} id={change} title={changes[change][0]}>{rows.length === 0 ? <p className="soft">No finding.</p> : <Findings rows={rows} change={change} b={change === "gone" ? both.a : both.b} />}</Section>;
              })}
              {both.environments.map(({ environment, replica, differences }) => <Section key={`${environment} ${replica ?? ""}`} id={anchor("environment", `${environment} ${replica ?? ""}`)} title={replica === null ? environment : `${environment}, ${replica}`}>{differences.length === 0 ? <p className="soft">Nothing changed in this environment.</p> : <DifferencesTable differences={differences} names={["earlier", "later"]} caption={`What changed in ${environment}`} />}</Section>)}
              {both.environments.length === 0 && <Section id="environments" title="Environments"><p className="soft">No environment was read in both runs, so nothing can be said of what changed in them.</p></Section>}
              <Section id="options" title="Options">{both.options.length === 0 ? <p className="soft">The same in both.</p> : <ListTable caption="Options that are not the same" rows={both.options} idOf={({ option }) => option} columns={[{ title: "Option", plain: true, cell: ({ option }) => <bdi className="name">{option}</bdi> }, { title: "Earlier", cell: (each) => <bdi className="value">{written(each.a)}</bdi> }, { title: "Later", cell: (each) => <bdi className="value">{written(each.b)}</bdi> }]} />}</Section>
            </>
          )}
        </Shown>}
    </Page>
  );
};
