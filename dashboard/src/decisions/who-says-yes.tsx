import type { ChangeRequest, PersonFunction } from "../../../src/core/domain/change-request.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { functionWords } from "./functions.ts";

type Approval = ChangeRequest["approvals"][number];

const Said = ({ approval: { by, as, at, note } }: { approval: Approval }) => (
  <li className="yes yes-given"><span className="yes-sign" aria-hidden="true">✓</span><span><Person name={by} /> said yes{as !== null && <> for {functionWords[as]}</>}, <When at={at} />{note !== null && note !== "" && <span className="statement" dir="auto">{note}</span>}</span></li>
);

const open = (request: ChangeRequest): readonly string[] => {
  if (request.status !== "open") return [];
  const named = Object.entries(request.rule.functions) as [PersonFunction, number][];
  const places = named.flatMap(([name, count]) => Array.from({ length: Math.max(0, count - request.approvals.filter(({ as }) => as === name).length) }, () => `somebody of ${functionWords[name]}`));
  const left = Math.max(0, request.rule.of - request.approvals.length - places.length);
  return [...places, ...Array.from({ length: left }, () => "anybody who may approve")];
};

/** Who said yes, who must still, who cannot, and whether one person may do it all: the rule as a list of places to fill. */
export const WhoSaysYes = ({ request }: { request: ChangeRequest }) => {
  const { rule, approvals, authors, askedBy, singlePerson } = request;
  const barred = [...new Set([askedBy, ...authors])];
  return (
    <>
      <p>{formatPlural(rule.of, "person", "people")} must say yes{Object.keys(rule.functions).length > 0 && <>: {Object.entries(rule.functions).map(([name, count]) => `${String(count)} of ${functionWords[name as PersonFunction]}`).join(", ")}</>}.</p>
      <ol className="yeses">
        {approvals.map((approval) => <Said key={approval.by} approval={approval} />)}
        {open(request).map((words, index) => <li key={index} className="yes yes-missing"><span className="yes-sign" aria-hidden="true">○</span><span><span className="soft">Still needed:</span> {words}</span></li>)}
      </ol>
      {rule.singlePerson
        ? <p className="stood-in"><strong>Single-person policy:</strong> whoever asks may also approve.{singlePerson ? " That is what happened here: one person asked and approved." : ""}</p>
        : <p className="aside">Cannot say yes, because it is theirs: {barred.map((name, index) => <span key={name}>{index > 0 && ", "}<Person name={name} />{name === askedBy ? " (asked)" : " (author)"}</span>)}.</p>}
    </>
  );
};
