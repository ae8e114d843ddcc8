import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";
import { modelAddress } from "../frame/addresses.ts";
import { Facts } from "../acting/facts.tsx";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { addressOf } from "../api/call.ts";
import type { ResultOf } from "../api/api-types.ts";
import { useAnswer } from "../api/use-api.ts";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { Difference } from "./difference.tsx";
import { RunEvidence } from "./run-evidence.tsx";

type Subject = ChangeRequest["subject"];
type History = ResultOf<"get", "/api/v1/findings/{finding}/history">;

/* What runs said of the finding that is to be accepted; of a pattern nothing can be shown. */
const WaivedFinding = ({ subject: { finding, model, environment, expiresAt, owner } }: { subject: Extract<Subject, { readonly kind: "waiver" }> }) => {
  const pattern = finding.endsWith("*");
  const { data } = useAnswer<History>(pattern ? null : addressOf("/api/v1/findings/{finding}/history", { params: { finding }, query: { model, environment, limit: 10 } }), ["run"]);
  return (
    <>
      <Facts rows={[["Finding", <bdi key="f" className="value">{finding}</bdi>], ["Model", <a key="m" href={modelAddress(model)}><bdi>{model}</bdi></a>], ["Where", environment ?? "everywhere"], ["Until", <When key="w" at={expiresAt} />], ["Whose it is", <Person key="p" name={owner} />]]} />
      {pattern && <p className="aside">It is for every finding whose id begins like this.</p>}
      {data !== null && data.items.length > 0 && <><h3>What runs said of it</h3><ol className="lines">{data.items.map(({ run, startedAt, verdict, statement }) => (
        <li key={run} className="line finding-line"><VerdictMark verdict={verdict} /><span className="line-what"><a className="name" href={`/runs/${run}`}><When at={startedAt} as="day" /></a><span className="statement" dir="auto">{statement}</span></span></li>
      ))}</ol></>}
    </>
  );
};

/** What a request rests on, by what it asks for. */
export const RequestEvidence = ({ request: { subject } }: { request: ChangeRequest }) => {
  switch (subject.kind) {
    case "decision": return <RunEvidence run={subject.run} />;
    case "waiver": return <WaivedFinding subject={subject} />;
    case "amendment": return (
      <>
        <Difference what={subject.what} before={subject.before} after={subject.after} />
        <p className="aside">{subject.affects.length === 0 ? "No verdict that was given rests on it." : <>Verdicts that rest on it, and stay as they were: {subject.affects.map((run, index) => <span key={run}>{index > 0 && ", "}<a href={`/runs/${run}`}><bdi>{run}</bdi></a></span>)}.</>}</p>
      </>
    );
    case "remedy": return <Facts rows={[["Remedy", <bdi key="r">{subject.remedy}</bdi>], ["Incident", <a key="i" href={`/incidents/${subject.incident}`}>{subject.incident}</a>], ["Model", subject.model === null ? null : <bdi key="m">{subject.model}</bdi>]]} />;
    case "release-hold": return <p>The hold <a href={`/admin/holds#${subject.hold}`}>{subject.hold}</a> would be released: retention may take away what it keeps.</p>;
  }
};
