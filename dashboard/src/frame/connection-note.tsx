import { useSyncExternalStore } from "react";
import { connectionStore } from "../api/follow-changes.ts";

const words = {
  connecting: null,
  live: null,
  reconnecting: "The server does not answer at the moment. What is shown may be out of date; it is asked again by itself.",
  polling: "News do not come through by themselves: the page looks every 20 seconds.",
} as const;

/** Said only while what is shown may be behind; gone again by itself. */
export const ConnectionNote = () => {
  const connection = useSyncExternalStore(connectionStore.subscribe, connectionStore.get);
  return <div role="status" className="connection" data-connection={connection}>{words[connection] === null ? null : <p>{words[connection]}</p>}</div>;
};
