import type { Waiver } from "../../../src/core/domain/waiver.ts";
import { send } from "../api/call.ts";
import { Act } from "../acting/act.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";

/** The button that ends a waiver before its time, where somebody may. */
export const EndWaiver = ({ waiver: { id, finding }, changed }: { waiver: Waiver; changed: () => void }) => {
  const say = useSay();
  if (useMe()?.scopes.includes("operate") !== true) return null;
  return (
    <div><Act name="End it" title={`End ${id} now?`} submit="End it" weight="grave" explains={<p>{finding} counts again from now on. To accept it anew somebody has to ask.</p>} fields={[{ name: "reason", label: "Why", kind: "text", required: true }]}
      send={async ({ reason = "" }) => { await send("post", "/api/v1/waivers/{id}/end", { params: { id } }, { reason }); say(`${id} is ended: what it covered counts again.`); changed(); }} /></div>
  );
};
