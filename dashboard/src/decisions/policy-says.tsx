import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { ResultOf } from "../api/api-types.ts";

/** How a run stands: its verdict then and now, what policy says, what people decided. */
export type RunStanding = ResultOf<"get", "/api/v1/runs/{id}/decision">;

/* A rule's reason begins with where it stands; that is told after it. */
const reasonOf = ({ reason, byRule }: RunStanding["byPolicy"]): string => (byRule !== null && reason.startsWith(`${byRule}: `) ? reason.slice(byRule.length + 2) : reason).replace(/\.$/, "");

const ruleName = (byRule: string): string => {
  const index = /\[(\d+)\]$/.exec(byRule)?.[1];
  return index === undefined ? byRule : `Rule ${String(Number(index) + 1)}`;
};

/** What policy alone says of a run, why, and by which rule. */
export const PolicySays = ({ standing }: { standing: RunStanding }) => <p>Policy alone says <strong>{decisionWords[standing.byPolicy.action].toLowerCase()}</strong>: <PolicyReason standing={standing} /></p>;

/** Why policy says so, and by which rule. */
export const PolicyReason = ({ standing: { byPolicy } }: { standing: RunStanding }) => (
  <><span dir="auto">{reasonOf(byPolicy)}</span>.{byPolicy.byRule !== null && <span className="soft"> {ruleName(byPolicy.byRule)} of <a href="/decisions#policy">the policy</a>.</span>}</>
);

/** The verdict as it was given, and as it counts now where waivers came or went since. */
export const ThenAndNow = ({ standing: { verdict, verdictNow } }: { standing: RunStanding }) => (
  <><VerdictMark verdict={verdict} />{verdictNow !== verdict && <> <span className="soft">then;</span> <VerdictMark verdict={verdictNow} /> <span className="soft">now, with the waivers as they stand</span></>}</>
);
