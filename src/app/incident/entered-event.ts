import { z } from "zod";
import { IncidentEvent } from "../../core/domain/incident.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

const Entered = z.object({ incident: z.string(), event: IncidentEvent });

/** What was entered about an incident, with its number: `INC-2026-0012/3` is the third. LS504 when this Lockstep does not read it. */
export const enteredEvent = (subject: string, payload: unknown): { readonly incident: string; readonly number: number; readonly event: IncidentEvent } => {
  const read = Entered.safeParse(payload);
  if (!read.success) throw new LockstepError("LS504", { message: `the entry incident ${subject} is none that this Lockstep reads: ${read.error.issues[0]?.path.join(".") ?? ""}`, place: subject });
  return { ...read.data, number: Number(subject.split("/").at(-1)) };
};
