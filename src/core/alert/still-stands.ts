import type { Alert } from "../domain/alert.ts";
import type { Incident } from "../domain/incident.ts";

/**
 * Whether an alert that was held back is still worth telling: what opened is open and has not been opened again since, what was closed is closed and its beginning was told there.
 * `incident` as it is now; `told` says whether this channel was told of it before.
 */
export const stillStands = (alert: Alert, incident: Incident | null, told: boolean): boolean => {
  if (alert.kind === "test" || incident === null) return alert.kind === "test";
  const open = incident.status !== "closed";
  const number = Number(alert.key.split("/").at(-1));
  const later = incident.events.slice(number);
  switch (alert.kind) {
    case "opened":
    case "reopened": return open && !later.some(({ kind }) => kind === "reopened");
    case "escalated": return open && !later.some(({ kind }) => kind === "reopened" || kind === "escalated");
    case "acknowledged": return open && told;
    case "closed": return !open && told && !later.some(({ kind }) => kind === "reopened");
  }
};
