import type { Incident } from "../../core/domain/incident.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Look } from "../../core/incident/look.ts";
import type { JobOutcome } from "../../work/watch/watch-job.ts";
import { loadIncidents } from "../incident/load-incidents.ts";
import { recordLook } from "../incident/record-look.ts";
import { wayBack } from "../incident/way-back.ts";
import type { WatchContext } from "./watch-context.ts";

/** What a stored run comes to: its look is entered into the incidents, and one line says it all, with the way back where it says roll back. */
export const outcomeOfRun = (run: Run, model: string, look: Look | null, { store, policy, actor }: WatchContext): JobOutcome => {
  if (look !== null) recordLook(store, look, policy, actor);
  // Whoever entered it: the run itself may have, or a process that was killed afterwards.
  const changed = loadIncidents(store).filter(({ events }) => events.some((event) => "run" in event && event.run === run.id));
  const line = [`${run.verdict.toUpperCase()}  ${run.headline}  (run ${run.id})`, ...changed.map(incidentLine)];
  if (run.decision.action === "roll-back") line.push("the way back:", ...wayBack(store, model, { before: look?.findings.find(({ verdict, since }) => verdict === "fail" && since !== null)?.since ?? run.startedAt }).map((each) => `  ${each}`));
  return { run: run.id, exitCode: run.decision.exitCode, line: line.join("\n") };
};

/** What became of an incident, in one line. */
export const incidentLine = ({ id, kind, status, title, owner, consequence, escalatedTo, events }: Incident): string => {
  const [before, last] = [events.at(-2)?.kind, events.at(-1)?.kind];
  const words = { opened: "opened", closed: "closed", escalated: `went to ${escalatedTo ?? "nobody"}` } as const;
  const what = last === "opened" || last === "closed" || last === "escalated" ? words[last] : before === "reopened" ? "opened again" : status === "recovering" ? "recovering" : `still ${status}`;
  return `${id} ${what}: ${title}${last === "opened" && kind === "departure" ? ` (owner ${owner?.name ?? "nobody"}, agreed consequence ${consequence.replace("-", " ")})` : ""}`;
};
