import { useId, useState } from "react";
import { overrideEnd } from "../../../src/report/wording/agreed-words.ts";
import { movesWords, weightLabel } from "../../../src/report/wording/difference-words.ts";
import { formatCount, formatMoment, formatPlural } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideName, SideSign } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import type { Run, ShownDifference, ShownEnvironments } from "../run-types.ts";

const firstRows = 12;

const methods = { "in-process": "from inside the process", proc: "from beside it, out of /proc", "new-process": "by a new process: its process fields are not the server’s", declared: "as declared" } as const;

const Weight = ({ difference }: { difference: ShownDifference }) => {
  const label = weightLabel(difference);
  return <span className={`weight weight-${label}`}>{label}</span>;
};

/** Until when an override makes a difference intended. */
const endOf = ({ agreement }: Run, name: string): string => {
  const override = agreement?.overrides.find((each) => each.name === name);
  return override === undefined ? "" : `, ${overrideEnd(override)}`;
};

const Differences = ({ run, rows, caption }: { run: Run; rows: readonly ShownDifference[]; caption: string }) => (
  <DataTable className="differences" caption={caption} rows={rows} columns={[
    { title: <Term name="weight">weight</Term>, cell: (difference) => <Weight difference={difference} /> },
    { title: "what", cell: ({ title, together }) => <><bdi className="difference-title">{title}</bdi>{together > 0 && <small className="besides">with {formatPlural(together, "more field")}</small>}</> },
    { title: <span className="side-name"><SideSign side="reference" /><bdi>{run.environments.reference.name}</bdi></span>, cell: ({ reference }) => <><span className="value-side"><SideSign side="reference" /></span><bdi className="value">{reference}</bdi></> },
    { title: <span className="side-name"><SideSign side="candidate" /><bdi>{run.environments.candidate.name}</bdi></span>, cell: ({ candidate }) => <><span className="value-side"><SideSign side="candidate" /></span><bdi className="value">{candidate}</bdi></> },
    {
      title: "what it can do",
      cell: ({ quiet, override, why, action, moves }) => (quiet !== null
        ? <span className="soft" dir="auto">{quiet}</span>
        : <span dir="auto">{override !== null && <><strong>intended by <bdi>{override}</bdi></strong>{endOf(run, override)}; otherwise </>}{why} <small className="moves">(moves {movesWords[moves]})</small>{override === null && action !== "" && <span className="check">{action}</span>}</span>),
    },
  ]} />
);

const matches = (difference: ShownDifference, words: readonly string[]): boolean => {
  const text = [difference.title, difference.group, difference.reference, difference.candidate, difference.why, difference.quiet, difference.override, weightLabel(difference)].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
};

/** What the environments are: every difference ranked, the harmless ones folded with their reasons, all of it to be filtered. */
export const EnvironmentsSection = ({ run, environments: { differences, counts, quiet, read } }: { run: Run; environments: ShownEnvironments }) => {
  const [typed, setTyped] = useState("");
  const id = useId();
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const told = differences.filter((difference) => difference.quiet === null);
  const harmless = differences.filter((difference) => difference.quiet !== null);
  const found = words.length === 0 ? null : differences.filter((difference) => matches(difference, words));
  const caption = `How ${run.environments.candidate.name} differs from ${run.environments.reference.name}, worst first`;
  return (
    <>
      <p>{counts}.</p>
      {differences.length > 0 && (
        <p className="filter">
          <label htmlFor={id}>Filter</label>
          <input id={id} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} placeholder="package, weight, value" />
          <output htmlFor={id} className="soft">{found === null ? "" : `${formatCount(found.length)} of ${formatCount(differences.length)}`}</output>
        </p>
      )}
      {found !== null && (found.length === 0 ? <p className="soft">No difference holds these words.</p> : <More key={typed} rows={found} first={firstRows * 4} render={(some) => <Differences run={run} rows={some} caption={caption} />} />)}
      {found === null && told.length > 0 && <More rows={told} first={firstRows} render={(some) => <Differences run={run} rows={some} caption={caption} />} />}
      {found === null && quiet.length > 0 && (
        <details className="quiet">
          <summary>{formatPlural(quiet.reduce((sum, [, count]) => sum + count, 0), "harmless difference")}, and why</summary>
          <ul className="reasons">{quiet.map(([reason, count]) => <li key={reason} dir="auto">{formatCount(count)}: {reason}</li>)}</ul>
          <More rows={harmless} first={firstRows} render={(some) => <Differences run={run} rows={some} caption="Harmless here, each with its reason" />} />
        </details>
      )}
      {read.length > 0 && (
        <DataTable caption="How each was read" rows={read} columns={[
          { title: "environment", cell: ({ environment }) => <SideName run={run} name={environment} /> }, { title: "replica", cell: ({ replica }) => (replica === null ? "–" : <bdi className="name">{replica}</bdi>) },
          { title: "read", cell: ({ method }) => methods[method] }, { title: "fields", numeric: true, cell: ({ fields }) => formatCount(fields) }, { title: "at", cell: ({ takenAt }) => <span className="nowrap">{formatMoment(takenAt)}</span> },
          { title: "not read", cell: ({ unread }) => (Object.keys(unread).length === 0 ? <span className="soft">nothing</span> : <bdi className="value">{Object.entries(unread).map(([field, why]) => `${field}: ${why}`).join("; ")}</bdi>) },
        ]} />
      )}
    </>
  );
};
