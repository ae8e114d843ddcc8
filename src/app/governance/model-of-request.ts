import type { RequestSubject } from "../../core/domain/change-request.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { incidentsNow } from "../incident/incidents-of.ts";

/** The model that a request is about; null where it is about none, or about all. */
export const modelOfRequest = (store: RunStore, subject: RequestSubject): string | null => {
  if (subject.kind === "release-hold") return null;
  if (subject.kind !== "remedy") return subject.model;
  if (subject.model !== null) return subject.model;
  const incident = incidentsNow(store).find(({ id }) => id === subject.incident);
  return incident === undefined ? null : modelOfSubject(incident.subject);
};
