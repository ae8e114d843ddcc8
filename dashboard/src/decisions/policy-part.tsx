import { Fragment } from "react";
import type { DecisionRule } from "../../../src/core/domain/manifest.ts";
import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import { Facts } from "../acting/facts.tsx";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { functionWords, isFunction } from "./functions.ts";
import type { PolicyInForce } from "./may-approve.ts";
import { whoWords } from "./who-words.ts";

const runWords = { check: "a check", compare: "a comparison", validate: "a look at production" } as const;

/** A rule as a sentence: when this, then that. */
export const ruleWords = ({ verdict, severity, criterion, environment, kind, then, why }: DecisionRule): string => {
  const subject = kind === undefined ? "a run" : runWords[kind];
  const when = [`${subject}${environment === undefined ? "" : ` in ${environment}`} ${verdict === undefined ? "ends in any way" : `ends in ${verdictWords[verdict].word}`}`, severity === undefined ? null : `severity ${severity} or more`, criterion === undefined ? null : `about ${criterion}`].filter((each) => each !== null).join(", ");
  return `When ${when}: ${decisionWords[then].toLowerCase()}${why === undefined ? "" : `, for ${why}`}.`;
};

const approvalNames: Readonly<Record<string, string>> = { decision: "To decide otherwise", waiver: "To accept a failure", amendment: "To change what was agreed", remedy: "To carry out a remedy", "release-hold": "To end a legal hold" };

/** The policy in force, as sentences. */
export const PolicyPart = ({ policy }: { policy: PolicyInForce }) => (
  <>
    {policy.singlePerson && <p className="stood-in"><strong>Single-person policy:</strong> whoever asks may also approve. Wherever that was used it is shown.</p>}
    <h3>What follows from a verdict</h3>
    <ol className="actions">{policy.decisions.map((rule, index) => <li key={index}>{ruleWords(rule)}</li>)}<li className="soft">Otherwise as usual: proceed on a pass, proceed with care on a warning, pause or roll back on a failure, pause where it cannot be told.</li></ol>
    <h3>Who must say yes</h3>
    <Facts rows={Object.entries(policy.approvals).map(([kind, rule]) => [approvalNames[kind] ?? kind, whoWords(rule)] as const)} />
    {policy.people !== null && <p className="aside">May approve: {Object.entries(policy.people).map(([name, functions], index) => <Fragment key={name}>{index > 0 && "; "}<Person name={name} />{functions.length > 0 && <> for {functions.map((each) => (isFunction(each) ? functionWords[each] : each)).join(", ")}</>}</Fragment>)}. Nobody approves what they asked for or made{policy.singlePerson ? ", unless alone" : ""}. A waiver lasts {policy.longestWaiver} at most.</p>}
    {policy.remedies.length > 0 && <><h3>What may be done about an incident</h3><Facts rows={policy.remedies.map(({ name, description, automatic, perDay }) => [<bdi key={name}>{name}</bdi>, `${description.replace(/\.$/, "")}; ${automatic ? "without asking" : "after approval"}, ${perDay === 1 ? "once" : `${String(perDay)} times`} a day at most.`] as const)} /></>}
    <p className="aside">Whatever a <a href="/admin/holds">legal hold</a> keeps is kept, however old it is.</p>
    {policy.version !== null && <p className="aside">Version {policy.version.version}, by <Person name={policy.version.author} />, <When at={policy.version.at} as="day" />{policy.version.request !== null && <>, after <a href={`/requests/${policy.version.request}`}>{policy.version.request}</a></>}.</p>}
  </>
);
