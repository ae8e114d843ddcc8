import { send, get } from "../api/call.ts";
import { useState } from "react";
import type { PostMortem } from "../../../src/core/domain/incident.ts";
import { Act, type Values } from "../acting/act.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import type { WholeIncident } from "./incident-acts.tsx";
import { PostMortemPart, postMortemParts } from "./post-mortem-part.tsx";

const written = (values: Values): PostMortem => {
  const part = (name: keyof PostMortem): string => values[name] ?? "";
  return { summary: part("summary"), impact: part("impact"), detection: part("detection"), cause: part("cause"), response: part("response"), lessons: part("lessons") };
};

/** What was learnt; and the form to write it, filled with what is known already. */
export const PostMortemSection = ({ incident: { id, postMortem }, changed, whole = false }: { incident: WholeIncident; changed: () => void; /** It stands on the page of its own. */ whole?: boolean }) => {
  const say = useSay();
  const may = useMe()?.scopes.includes("operate") === true;
  const [draft, setDraft] = useState<PostMortem | null>(null);
  const begin = (): void => { void get("/api/v1/incidents/{id}/post-mortem-draft", { params: { id } }).then(setDraft, () => setDraft({ summary: "", impact: "", detection: "", cause: "", response: "", lessons: "" })); };
  const start = postMortem ?? draft;
  return (
    <>
      {postMortem === null ? <p className="soft">None was written yet.</p> : <PostMortemPart postMortem={postMortem} />}
      {!whole && postMortem !== null && <p><a href={`/incidents/${id}/post-mortem`}>As a page to print</a></p>}
      {may && (
        <div className="acts">
          {start === null ? <button type="button" className="act act-plain" onClick={begin}>Draft it from the facts</button>
            : <Act key={postMortem === null ? "draft" : "written"} name={postMortem === null ? "Edit the draft" : "Edit"} title={`Post-mortem of ${id}`} submit="Keep it" opened={postMortem === null} wide explains={<p>{postMortem === null ? "Filled with what is known. " : ""}Without blame: what happened, why it could, and what is better now.</p>}
              fields={postMortemParts.map(([name, label, hint]) => ({ name, label, hint, kind: "text", required: name === "summary", initial: start[name] }))}
              send={async (values) => { await send("post", "/api/v1/incidents/{id}/post-mortem", { params: { id } }, written(values)); say("The post-mortem is kept."); setDraft(null); changed(); }} />}
        </div>
      )}
    </>
  );
};
