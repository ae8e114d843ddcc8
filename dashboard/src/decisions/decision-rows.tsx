import type { DecisionRecord } from "../../../src/core/domain/change-request.ts";
import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";

/** The sign of what was decided, told apart by shape. */
export const decisionSigns: Readonly<Record<DecisionRecord["action"], string>> = { proceed: "▶", "proceed-with-mitigation": "▷", pause: "‖", "roll-back": "↶" };

/** Decisions as they were made: what, of what, by whom, and what policy alone would have done. */
export const DecisionRows = ({ decisions }: { decisions: readonly DecisionRecord[] }) => (
  <ol className="lines">
    {decisions.map(({ id, run, model, environment, action, byPolicy, by, request, reason, waivers, at, said, asserted }) => (
      <li key={id} id={id} className="line decision-line">
        <span className={`standing decided-${action}`}><span className="verdict-sign" aria-hidden="true">{decisionSigns[action]}</span>{decisionWords[action]}</span>
        <span className="line-what"><span><a className="name" href={`/runs/${run}`}><bdi>{model}</bdi> in <bdi>{environment}</bdi></a>{action !== byPolicy && <> <span className="mark">policy: {decisionWords[byPolicy].toLowerCase()}</span></>}</span><span className="statement" dir="auto">{reason}{waivers.length > 0 && <> Under {formatPlural(waivers.length, "waiver")}.</>}</span>{said !== undefined && <span className="statement" dir="auto"><Person name={said.by} /> said: {said.text}</span>}</span>
        <span className="line-who">{by.length === 0 ? <span className="soft">policy alone</span> : by.map((name, index) => <span key={name}>{index > 0 && ", "}<Person name={name} /></span>)}{asserted === true && <small>names given on the command line</small>}{request !== null && <small><a href={`/requests/${request}`}>{request}</a></small>}</span>
        <span className="line-when"><When at={at} as="ago" /><small>{id}</small></span>
      </li>
    ))}
  </ol>
);
