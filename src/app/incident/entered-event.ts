import { z } from "zod";
import { IncidentEvent } from "../../core/domain/incident.ts";
import { enteredRecord } from "../entries/entered-records.ts";

const Entered = z.object({ incident: z.string(), event: IncidentEvent });

/** What was entered about an incident, with its number: `INC-2026-0012/3` is the third. LS504 when this Lockstep does not read it. */
export const enteredEvent = (subject: string, payload: unknown): { readonly incident: string; readonly number: number; readonly event: IncidentEvent } =>
  ({ ...enteredRecord({ kind: "incident", subject, payload }, Entered), number: Number(subject.split("/").at(-1)) });
