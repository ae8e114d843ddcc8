import type { Delivery } from "../../../src/core/domain/alert.ts";
import { send } from "../api/call.ts";
import { Act } from "../acting/act.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";

/** The button that tries a delivery again at once, where somebody may. */
export const Retry = ({ delivery: { id, channel, alerts }, changed }: { delivery: Delivery; changed: () => void }) => {
  const say = useSay();
  if (useMe()?.scopes.includes("operate") !== true) return null;
  const retry = async (): Promise<void> => {
    await send("post", "/api/v1/alerts/{id}/retry", { params: { id } });
    say(`It is tried again over ${channel}.`);
    changed();
  };
  return <div><Act name="Try again" title="Try again now?" submit="Try again" explains={<p>“{alerts[0]?.title}” over {channel}. The receiver knows it as the same one if it has it already.</p>} fields={[]} send={retry} /></div>;
};
