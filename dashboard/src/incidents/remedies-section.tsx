import { useState } from "react";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { send } from "../api/call.ts";
import { useApi } from "../api/use-api.ts";
import { Act } from "../acting/act.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import type { PolicyInForce } from "../decisions/may-approve.ts";
import { goTo } from "../frame/address.ts";
import { Shown } from "../states/shown.tsx";
import type { WholeIncident } from "./incident-acts.tsx";

type Remedy = PolicyInForce["remedies"][number];
interface Tried { readonly well: boolean; readonly outcome: string }

const RemedyItem = ({ remedy: { name, description, automatic, perDay, canBeTried }, incident: { id, model }, changed }: { remedy: Remedy; incident: WholeIncident; changed: () => void }) => {
  const say = useSay();
  const may = useMe()?.scopes.includes("operate") === true;
  const [tried, setTried] = useState<Tried | null>(null);
  const params = { id, remedy: name };
  return (
    <li className="line remedy-line">
      <span className="standing"><span className="verdict-sign" aria-hidden="true">{automatic ? "⚙" : "○"}</span>{automatic ? "without asking" : "needs a yes"}</span>
      <span className="line-what"><bdi className="name">{name}</bdi><span className="statement" dir="auto">{description}</span><span className="statement">{perDay === 1 ? "Once" : formatPlural(perDay, "time")} a day at most.</span>
        {tried !== null && <span className="dry-run" role="status"><strong>{tried.well ? "Tried without effect:" : "The trial failed:"}</strong> <span dir="auto">{tried.outcome}</span></span>}</span>
      {may && <span className="acts remedy-acts">
        {canBeTried && <Act name="Dry run" title={`Dry run of ${name}`} submit="Run it dry" explains={<p>Runs what the policy names for this, and changes nothing. You see what it would do.</p>} fields={[]} send={async () => { setTried(await send("post", "/api/v1/incidents/{id}/remedies/{remedy}/dry-run", { params }, {})); }} />}
        {automatic
          ? <Act name="Carry out" title={`Carry out ${name}?`} submit="Carry it out" weight="grave" explains={<p>{description} The policy lets it be done without asking.</p>} fields={[]} send={async () => { const { done, outcome } = await send("post", "/api/v1/incidents/{id}/remedies/{remedy}", { params }, {}); say(`${done ? "Carried out" : "It failed"}: ${outcome}`); changed(); }} />
          : <Act name="Ask for it" title={`Ask for ${name}`} submit="Ask" explains={<p>{description} Others have to approve it; then it is carried out.</p>} fields={[{ name: "reason", label: "Why", kind: "text", required: true }]} send={async ({ reason = "" }) => { const asked = await send("post", "/api/v1/requests", {}, { subject: { kind: "remedy", incident: id, remedy: name, model }, reason, authors: [], expiresAt: null }); goTo(`/requests/${asked.id}`); }} />}
      </span>}
    </li>
  );
};

/** What the policy lets people do about it: tried dry, carried out, or asked for. Nothing else can be run from here. */
export const RemediesSection = ({ incident, changed }: { incident: WholeIncident; changed: () => void }) => {
  const policy = useApi("/api/v1/policy", {}, ["policy"]);
  return <Shown of={policy} what="the remedies">{({ remedies }) => (remedies.length === 0 ? <p className="soft">The policy names no remedy.</p> : <ol className="lines">{remedies.map((remedy) => <RemedyItem key={remedy.name} remedy={remedy} incident={incident} changed={changed} />)}</ol>)}</Shown>;
};
