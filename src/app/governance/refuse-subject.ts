import type { RequestSubject } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { findIncident } from "../incident/act-on-incident.ts";
import { incidentsNow } from "../incident/incidents-of.ts";
import { refuseRemedy } from "./refuse-remedy.ts";

/** No waiver holds longer where policy says nothing. */
export const longestWaiver = "90d";

/** LS732 for what makes no sense to ask for; LS502, LS259 for a run or an incident that is not there; LS734 for a remedy that policy does not allow. `now` in ms. */
export const refuseSubject = (store: RunStore, policy: Policy | null, subject: RequestSubject, now: number): void => {
  const no = (message: string, place: string, todo: string): LockstepError => new LockstepError("LS732", { message, place, todo });
  switch (subject.kind) {
    case "decision": {
      const run = store.get(subject.run);
      if (run === null) throw new LockstepError("LS502", { message: `there is no run ${subject.run}`, place: subject.run });
      const { model, environment } = runAbout(run);
      if ((model ?? "") !== subject.model || environment !== subject.environment) throw no(`run ${run.id} is of ${model ?? "no named model"} in ${environment}, not of ${subject.model} in ${subject.environment}`, "subject", "Name the model and the environment of the run.");
      return;
    }
    case "waiver": {
      const { finding, expiresAt, model } = subject;
      if (!/^[^*]+\*?$/.test(finding)) throw no(`${finding === "" ? "nothing" : finding} is no finding's id, nor the beginning of one with * at its end`, "finding", "Give an id as the run's report shows it, as parity.score:score, or its beginning: parity.*");
      const longest = policy?.waivers?.longest ?? longestWaiver;
      const end = Date.parse(expiresAt);
      if (!(end > now)) throw no(`the waiver would have ended at ${expiresAt}`, "expiresAt", "Give a moment that is still to come.");
      if (end > now + (readDuration(longest) ?? 0)) throw no(`until ${expiresAt} is longer than the ${longest} that a waiver may hold`, "expiresAt", "Ask for less, or change policy.waivers.longest.");
      if (store.list(1, 0, { model }).length === 0) throw no(`there is no run of ${model} in this store`, "model", "Name the model as its runs do: lockstep runs. A run that names no model (two targets, or two logs, that no manifest is about) is under no waiver: put the model into lockstep.yaml, then check what it says.");
      return;
    }
    case "amendment":
      if (subject.what.trim() === "" || subject.after.trim() === "") throw no("an amendment says what is changed, and how it reads afterwards", "subject", "Give what and after.");
      return;
    case "remedy": {
      const incident = findIncident(incidentsNow(store), subject.incident);
      const about = modelOfSubject(incident.subject);
      if (subject.model !== null && subject.model !== about) throw no(`${incident.id} is not about ${subject.model}`, "subject", "Leave the model out: it is that of the incident.");
      refuseRemedy(policy, incident, subject.remedy);
      return;
    }
    case "release-hold":
      if (!store.records("hold").some(({ subject: entered }) => entered === subject.hold || entered.startsWith(`${subject.hold}/`))) throw new LockstepError("LS732", { message: `there is no hold ${subject.hold}`, place: subject.hold, todo: "List them with: lockstep hold list" });
  }
};
