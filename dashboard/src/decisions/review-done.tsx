import type { Review } from "../../../src/core/domain/review.ts";
import { send } from "../api/call.ts";
import { Act } from "../acting/act.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";

/** The button that says that a review was done, where somebody may. */
export const ReviewDone = ({ review: { name, what, reviewer }, changed }: { review: Review; changed: () => void }) => {
  const say = useSay();
  if (useMe()?.scopes.includes("operate") !== true) return null;
  return (
    <div><Act name="Done" title="The review was done" submit="Say so" explains={<p>“{what}” It is {reviewer.replace(/\s*<.*>/, "")}’s turn.</p>} fields={[{ name: "note", label: "What was found", kind: "text", required: true }]}
      send={async ({ note = "" }) => { const next = await send("post", "/api/v1/reviews/{name}/done", { params: { name } }, { note }); say(`Done. The next one is ${next.reviewer.replace(/\s*<.*>/, "")}’s.`); changed(); }} /></div>
  );
};
