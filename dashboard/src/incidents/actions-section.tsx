import { send } from "../api/call.ts";
import { Act } from "../acting/act.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import { ActionItems } from "./action-items.tsx";
import type { WholeIncident } from "./incident-acts.tsx";

/** What is to be done so that it does not happen again, who does it, and until when. */
export const ActionsSection = ({ incident: { id, actions }, changed }: { incident: WholeIncident; changed: () => void }) => {
  const say = useSay();
  const may = useMe()?.scopes.includes("operate") === true;
  const done = (words: string): void => {
    say(words);
    changed();
  };
  return (
    <>
      {actions.length === 0 ? <p className="soft">Nothing was agreed to be done.</p> : <ActionItems actions={actions} closing={(item) => (may ? (
        <Act name="Done" title={item.title} submit="It is done" fields={[{ name: "note", label: "How", kind: "text" }]} send={async ({ note = "" }) => { await send("post", "/api/v1/incidents/{id}/actions/{item}/done", { params: { id, item: item.id } }, { note: note === "" ? null : note }); done(`${item.id} is done.`); }} />
      ) : null)} />}
      {may && <div className="acts"><Act name="Add something to do" title="Something to do" submit="Add it" fields={[{ name: "title", label: "What", kind: "line", required: true }, { name: "owner", label: "Who", kind: "line", required: true }, { name: "due", label: "Until", kind: "day" }]}
        send={async ({ title = "", owner = "", due = "" }) => { await send("post", "/api/v1/incidents/{id}/actions", { params: { id } }, { title, owner, due: due === "" ? null : due }); done("It is on the list."); }} /></div>}
    </>
  );
};
