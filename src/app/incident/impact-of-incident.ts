import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import type { Incident } from "../../core/domain/incident.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** Runs never change, so what one of them said is asked once; so many are remembered. */
const mostKnown = 2000;
const knownOf = new WeakMap<object, Map<string, Hypothesis["impact"]>>();

/** What a day of an incident costs, as it was agreed when it was opened; null where nothing was, or where its run is gone. */
export const impactOfIncident = (store: Pick<RunStore, "get">, { subject, events }: Pick<Incident, "subject" | "events">): Hypothesis["impact"] => {
  const [opened] = events;
  if (opened?.kind !== "opened") return null;
  const key = `${opened.run} ${subject}`;
  const known = knownOf.get(store) ?? new Map<string, Hypothesis["impact"]>();
  knownOf.set(store, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const run = readable(store, opened.run);
  // A run that comes later (pushed from elsewhere) is looked for again.
  if (run === null) return null;
  const impact = run.validation?.hypotheses.find(({ hypothesis }) => hypothesis.id === subject)?.hypothesis.impact ?? null;
  if (known.size >= mostKnown) known.clear();
  known.set(key, impact);
  return impact;
};

/* A damaged run is told where it is read for itself. */
const readable = (store: Pick<RunStore, "get">, id: string): ReturnType<RunStore["get"]> => {
  try {
    return store.get(id);
  } catch {
    return null;
  }
};
