import { z } from "zod";
import { askGate } from "../../app/gate/gate.ts";
import { GateOptions, gateQuestion } from "../../app/gate/gate-question.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { flaggerAnswer, flaggerHooks } from "../../core/gate/flagger-answer.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

const text = z.string().max(10_000);
/** Written by whoever made the canary, so what is not known here is a mistake that must not pass: `verison: 8` would judge another version. */
const Metadata = GateOptions.extend({
  model: z.string().min(1).max(200).optional(), environment: z.string().min(1).max(200).optional(),
  rollbackOn: z.enum(["decision", "fail"]).optional().describe("roll back when the decision says so, or at any failure"),
});
const eventFields = ["eventMessage", "eventType", "timestamp"];

const Body = z.object({ name: z.string().min(1).max(300), namespace: z.string().max(300), phase: z.string().max(100).optional(), checksum: z.string().max(200).optional(), metadata: z.record(z.string(), text).nullish() });
const Params = z.strictObject({ hook: z.enum(flaggerHooks) });

const said = (status: number, sentence: string): Response => new Response(`${sentence}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/**
 * Flagger's hooks. 200 is yes; 409 is no, with the reason as text, which Flagger copies into the canary's events. Whatever goes wrong here is no yes: to `rollback` a yes would
 * roll back, and everywhere else it would go on.
 */
const hook = route({ method: "post", path: "/gates/flagger/{hook}", scope: "gate", tag: "gates", summary: "A webhook of Flagger: 200 goes on, 409 halts; rollback the other way round", params: Params, body: Body, result: "text/plain" },
  ({ params: { hook: type }, body: { name, namespace, phase = null, checksum, metadata }, principal, world }) => {
    if (type === "event") {
      const about = Object.fromEntries(eventFields.map((field) => [field, world.io.redact((metadata?.[field] ?? "").slice(0, 2_000))]));
      world.log.info({ canary: name, namespace, phase, checksum: checksum ?? null, ...about }, "an event of Flagger");
      return said(200, "noted");
    }
    const known = Object.keys(Metadata.shape);
    const strange = Object.keys(metadata ?? {}).find((field) => !known.includes(field) && !eventFields.includes(field));
    if (strange !== undefined) throw new LockstepError("LS707", { message: `the hook's metadata has ${strange}, and only ${known.join(", ")} are known`, place: `metadata.${strange}` });
    const read = Metadata.safeParse(metadata ?? {});
    if (!read.success) throw new LockstepError("LS707", { message: `metadata.${read.error.issues[0]?.path.join(".") ?? ""}: ${read.error.issues[0]?.message ?? "cannot be read"}`, place: "metadata" });
    const { model = name, environment = "production", rollbackOn = "decision", ...options } = read.data;
    mustMayModel(principal, model);
    // A checksum tells one state of the canary's workload from the next: one rollout.
    const key = options.key ?? (checksum === undefined || checksum === "" ? undefined : checksum);
    const { told, known: rollout } = askGate(world, gateQuestion(model, environment, { ...options, ...(key === undefined ? {} : { key }) }), principal.name);
    const { status, sentence } = flaggerAnswer(type, told, rollout, rollbackOn === "fail");
    world.log.info({ hook: type, canary: name, namespace, phase, model, environment, verdict: told.verdict, decision: told.decision, run: told.run, status }, "a gate answered Flagger");
    return said(status, sentence);
  });

export const flaggerRoutes = [hook] as const;
