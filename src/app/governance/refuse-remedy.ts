import type { Incident } from "../../core/domain/incident.ts";
import type { RemedyEntry } from "../../core/domain/manifest.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";

const gravest = ["critical", "high", "medium", "low", "info"] as const;

/** Why a remedy is not for an incident, in words; null when it is. */
export const whyNotFor = ({ when, command, webhook }: RemedyEntry, incident: Incident): string | null => {
  if (command === undefined && webhook === undefined) return "it says neither command nor webhook";
  if (incident.status === "closed") return `${incident.id} is closed`;
  if (when?.consequence !== undefined && when.consequence !== incident.consequence) return `it is for incidents whose consequence is ${when.consequence}, and that of ${incident.id} is ${incident.consequence}`;
  if (when?.severity !== undefined && gravest.indexOf(incident.severity) > gravest.indexOf(when.severity)) return `it is for ${when.severity} and graver, and ${incident.id} is ${incident.severity}`;
  const model = modelOfSubject(incident.subject);
  if (when?.models !== undefined && (model === null || !when.models.includes(model))) return `it is for ${when.models.join(", ")}, and ${incident.id} is about ${model ?? "no model"}`;
  return null;
};

/** The remedy of that name, where policy has it for this incident. LS734. */
export const refuseRemedy = (policy: Policy | null, incident: Incident, name: string): RemedyEntry => {
  const remedies = policy?.remedies ?? {};
  const entry = remedies[name];
  if (entry === undefined) throw new LockstepError("LS734", { message: `policy.remedies has no ${name}`, place: name, todo: Object.keys(remedies).length === 0 ? "Only what stands under policy.remedies is ever done." : `There are: ${Object.keys(remedies).join(", ")}.` });
  const why = whyNotFor(entry, incident);
  if (why !== null) throw new LockstepError("LS734", { message: `${name} cannot be used: ${why}`, place: name });
  return entry;
};
