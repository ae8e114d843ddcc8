import { decisionWords, exitCodeMeaning } from "../../../src/report/wording/decision-words.ts";
import type { Run } from "../run-types.ts";

/** The decision as an order, its reason, and the next steps. */
export const WhatToDo = ({ run: { decision, nextActions } }: { run: Run }) => (
  <>
    <p className="decision"><strong>{decisionWords[decision.action]}.</strong> <span dir="auto">{decision.reason.charAt(0).toUpperCase() + decision.reason.slice(1)}.</span></p>
    {nextActions.length > 0 && <ol className="actions">{nextActions.map((action, index) => <li key={index} dir="auto">{action}</li>)}</ol>}
    <p className="aside">Exit code {decision.exitCode}: {exitCodeMeaning(decision.exitCode)}.</p>
  </>
);
