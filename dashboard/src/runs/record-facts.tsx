import type { ReactNode } from "react";
import { formatCount } from "../../../src/report/wording/format-number.ts";
import type { ResultOf } from "../api/api-types.ts";
import { runAddress } from "../frame/addresses.ts";
import { Moment } from "../lists/moment.tsx";
import { Folded } from "../parts/folded.tsx";

type ExperimentRecord = ResultOf<"get", "/api/v1/runs/{id}/record">;

const Value = ({ children }: { children: ReactNode }) => <bdi className="value">{children}</bdi>;
const unknown = <span className="soft">not known</span>;

const written = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : value === null ? "none" : String(value));

/** What a run was and what rests on it: enough to find it again, to repeat it, and to know who answers for it. */
export const RecordFacts = ({ record: { actor, startedAt, codeRevision, tool, host, data, parameters, links } }: { record: ExperimentRecord }) => (
  <>
    <dl className="facts">
      <div><dt>Entered by</dt><dd>{actor === null ? unknown : <bdi>{actor}</bdi>}, <Moment at={startedAt} /></dd></div>
      <div><dt>Code revision</dt><dd>{codeRevision === null ? unknown : <Value>{codeRevision}</Value>}</dd></div>
      {data.map(({ role, name, source, rows, digest }) => <div key={`${role} ${name} ${source}`}><dt>{role.charAt(0).toUpperCase() + role.slice(1)}</dt><dd><Value>{source}</Value>{rows !== null && <>, {formatCount(rows)} rows</>}{digest !== null && <small className="digest">sha256 <Value>{digest}</Value></small>}</dd></div>)}
      <div><dt>Document</dt><dd><span className="digest">sha256 <Value>{links.digest}</Value></span>{links.sequence !== null && <>, entry <a href="/ledger">{formatCount(links.sequence)}</a> of the ledger</>}</dd></div>
      {links.since !== null && <div><dt>Held against</dt><dd>the earlier run <a href={runAddress(links.since)}><Value>{links.since}</Value></a></dd></div>}
      {links.baseline !== null && <div><dt>Used baseline</dt><dd><Value>{links.baseline}</Value></dd></div>}
      {links.baselines.length > 0 && <div><dt>Made baseline</dt><dd>{links.baselines.map((each) => <div key={each}><Value>{each}</Value></div>)}</dd></div>}
      {links.signOffs.length > 0 && <div><dt>Signed off in</dt><dd>{links.signOffs.map((each) => <div key={each}><Value>{each}</Value></div>)}</dd></div>}
      <div><dt>Made by</dt><dd>Lockstep {tool.version}, Node {host.node}, {host.platform} {host.arch}</dd></div>
    </dl>
    <Folded summary={`Options in force, ${Object.keys(parameters.options).length}`}>{() => <dl className="facts">{Object.entries(parameters.options).map(([name, value]) => <div key={name}><dt><bdi>{name}</bdi></dt><dd><Value>{written(value)}</Value></dd></div>)}</dl>}</Folded>
  </>
);
