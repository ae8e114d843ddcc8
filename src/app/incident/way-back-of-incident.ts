import type { Incident } from "../../core/domain/incident.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { wayBack } from "./way-back.ts";

/** How one gets back to before an open departure; empty for what is closed, for a review, and for what names no model. */
export const wayBackOfIncident = (store: RunStore, { subject, kind, status, since, openedAt }: Incident): string[] => {
  const model = modelOfSubject(subject);
  return model === null || kind === "review" || status === "closed" ? [] : wayBack(store, model, { before: since ?? openedAt });
};
