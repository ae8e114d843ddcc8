import type { ResultOf } from "../api/api-types.ts";
import { send } from "../api/call.ts";
import { Act, type Values } from "../acting/act.tsx";
import { ForThose } from "../acting/for-those.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";

export type WholeIncident = ResultOf<"get", "/api/v1/incidents/{id}">;

const text = (values: Values, name: string): string => values[name] ?? "";

/** What people do with an incident; what makes no sense any longer is not there. */
export const IncidentActs = ({ incident: { id, status, alarm, owner }, changed }: { incident: WholeIncident; changed: () => void }) => {
  const say = useSay();
  const me = useMe();
  const params = { id };
  const done = (words: string) => (): void => {
    say(words);
    changed();
  };
  const open = status !== "closed";
  return (
    <ForThose scope="operate" todo="acknowledge, assign, comment on, judge or close it">
      <div className="acts">
        {open && status !== "acknowledged" && (
          <Act name="Acknowledge" title={`Acknowledge ${id}`} submit="I know of it" weight="first" explains={<p>You say that you know of it. It is escalated to nobody else.</p>}
            fields={[{ name: "note", label: "Note", kind: "text", hint: "What you know, or will do next." }]} send={async (values) => { await send("post", "/api/v1/incidents/{id}/acknowledge", { params }, { note: text(values, "note") }).then(done(`${id} is acknowledged.`)); }} />
        )}
        {open && <Act name="Assign" title={`Assign ${id}`} submit="Assign it" explains={owner === null ? <p>Nobody has it.</p> : <p>It is with {owner.name} now.</p>} fields={[{ name: "to", label: "To", kind: "line", required: true, initial: owner === null ? (me?.name ?? "") : "", hint: "A name, as it stands in the policy or the ledger." }]} send={async (values) => { await send("post", "/api/v1/incidents/{id}/assign", { params }, { to: text(values, "to") }).then(done(`${id} is with ${text(values, "to")} now.`)); }} />}
        <Act name="Comment" title={`Comment on ${id}`} submit="Add it" fields={[{ name: "note", label: "Comment", kind: "text", required: true }]} send={async (values) => { await send("post", "/api/v1/incidents/{id}/comment", { params }, { note: text(values, "note") }).then(done("Your comment is in the timeline.")); }} />
        <Act name={alarm === null ? "Judge the alarm" : "Judge the alarm anew"} title="Was the alarm right?" submit="Say so" explains={<p>How often alarms were right is what their calibration learns from.</p>}
          fields={[{ name: "alarm", label: "Verdict of people", kind: "choice", required: true, initial: alarm ?? "", choices: [{ value: "", label: "Choose" }, { value: "confirmed", label: "Confirmed: something was wrong" }, { value: "refuted", label: "Refuted: nothing was wrong" }] }, { name: "note", label: "How you know", kind: "text" }]}
          send={async (values) => { const said = text(values, "alarm") === "refuted" ? "refuted" : "confirmed"; await send("post", "/api/v1/incidents/{id}/judge", { params }, { alarm: said, note: text(values, "note") }).then(done(`The alarm is ${said}.`)); }} />
        {open && <Act name="Close" title={`Close ${id}?`} submit="Close it" weight="grave" explains={<p>It closes by itself when enough looks were well. Closed by hand, it is taken up again when a later look fails.</p>} fields={[{ name: "why", label: "Why it is over", kind: "text", required: true }]} send={async (values) => { await send("post", "/api/v1/incidents/{id}/close", { params }, { why: text(values, "why") }).then(done(`${id} is closed.`)); }} />}
      </div>
    </ForThose>
  );
};
