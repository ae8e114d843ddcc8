import type { DecisionRecord } from "../../../src/core/domain/change-request.ts";
import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { Act, type Values } from "../acting/act.tsx";
import { ForThose } from "../acting/for-those.tsx";
import { Person } from "../acting/person.tsx";
import { useSay } from "../acting/said.tsx";
import { When } from "../acting/when.tsx";
import { send } from "../api/call.ts";
import { useApi } from "../api/use-api.ts";
import { goTo } from "../frame/address.ts";
import { Folded } from "../parts/folded.tsx";
import { Shown } from "../states/shown.tsx";
import { DecisionRows, decisionSigns } from "./decision-rows.tsx";
import { PolicyReason, PolicySays, type RunStanding, ThenAndNow } from "./policy-says.tsx";
import { whoWords } from "./who-words.ts";

const actions = Object.keys(decisionWords) as DecisionRecord["action"][];

/* Who must say yes where somebody decides otherwise, and who cannot. */
const WhoDecides = ({ standing: { rule, authors } }: { standing: RunStanding }) => (
  <p className="aside">To decide otherwise {whoWords(rule)} must say yes. {rule.singlePerson ? "Whoever asks may say so alone: a single-person policy is in force."
    : <>Whoever asks cannot{authors.length > 0 && <>, nor can {authors.map((name, index) => <span key={name}>{index > 0 && ", "}<Person name={name} /></span>)}, who built it</>}.</>}</p>
);

const Decide = ({ standing, changed }: { standing: RunStanding; changed: () => void }) => {
  const say = useSay();
  const decide = async (values: Values): Promise<void> => {
    const action = actions.find((each) => each === values["action"]);
    if (action === undefined) return;
    const { decision, request } = await send("post", "/api/v1/runs/{id}/decision", { params: { id: standing.run } }, { action, reason: values["reason"] ?? "" });
    if (request !== null) return goTo(`/requests/${request.id}`);
    say(`${decision?.id ?? "It"} is put down: ${decisionWords[action].toLowerCase()}, as policy says.`);
    changed();
  };
  return (
    <Act name="Decide about this run" title="Decide about this run" submit="Put it down" weight="first" send={decide}
      explains={<><PolicySays standing={standing} /><p>What policy says is put down at once. Anything else becomes a request.</p><WhoDecides standing={standing} /></>}
      fields={[
        { name: "action", label: "What is to be done", kind: "choice", required: true, choices: [{ value: "", label: "Choose" }, ...actions.map((value) => ({ value, label: `${decisionWords[value]}${value === standing.byPolicy.action ? ", as policy says" : ""}` }))] },
        { name: "reason", label: "Why", kind: "text", required: true, hint: "What you know that the policy does not; it stands in the ledger under your name." },
      ]} />
  );
};

/** How a run stands with policy and people, and the way to decide otherwise. `asked`: what the run itself asked for when it was made. */
export const RunDecision = ({ run, asked }: { run: string; asked: DecisionRecord["action"] }) => {
  const standing = useApi("/api/v1/runs/{id}/decision", { params: { id: run } }, ["waiver", "decision", "policy", "request"]);
  const decisions = useApi("/api/v1/decisions", { query: { run, limit: 50 } }, ["decision"]);
  const changed = (): void => {
    standing.again();
    decisions.again();
  };
  return (
    <Shown of={standing} what="what was decided">{(each) => (
      <div className="evidence-run">
        <p><span className={`standing decided-${each.action}`}><span className="verdict-sign" aria-hidden="true">{decisionSigns[each.action]}</span>{decisionWords[each.action]}</span> stands{each.byPeople === null ? <>, by policy alone: <PolicyReason standing={each} /></>
          : <>, by {each.byPeople.by.map((name, index) => <span key={name}>{index > 0 && ", "}<Person name={name} /></span>)}, <When at={each.byPeople.at} as="day" />{each.byPeople.request !== null && <>, after <a href={`/requests/${each.byPeople.request}`}>{each.byPeople.request}</a></>}: <span dir="auto">{each.byPeople.reason}</span></>}</p>
        {each.verdictNow !== each.verdict && <p><ThenAndNow standing={each} /></p>}
        {asked !== each.byPolicy.action && <p className="aside">When it was made the run asked for {decisionWords[asked].toLowerCase()}; the policy and the waivers of today say {decisionWords[each.byPolicy.action].toLowerCase()}.</p>}
        {each.byPeople !== null && <PolicySays standing={each} />}
        {each.waits === null ? <WhoDecides standing={each} /> : <p><a href={`/requests/${each.waits}`}>{each.waits}</a> asks for another decision and waits for a yes.</p>}
        <div className="acts"><ForThose scope="operate" todo="decide about it"><Decide standing={each} changed={changed} /></ForThose></div>
        {decisions.data !== null && decisions.data.items.length > 0 && <Folded className="more" summary={`${formatPlural(decisions.data.items.length, "decision")} about it so far`}>{() => <DecisionRows decisions={decisions.data?.items ?? []} />}</Folded>}
      </div>
    )}</Shown>
  );
};
