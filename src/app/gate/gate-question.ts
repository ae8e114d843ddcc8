import { z } from "zod";
import type { GateQuestion } from "../../core/gate/gate-facts.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";

/** A run older than this says nothing of a rollout, unless whoever asks says otherwise. */
const usualMaxAge = "24h";

/** What may be said besides model and environment; all text, as it stands in addresses and in Flagger's metadata. */
export const GateOptions = z.object({
  version: z.string().min(1).max(200).optional().describe("only runs of this version of the model count"),
  kinds: z.string().max(100).optional().describe("each of these must have a run: check,compare,validate; whatever there is when left out"),
  notBefore: z.string().max(40).optional().describe("ISO 8601; runs that began before do not count"),
  maxAge: z.string().max(20).optional().describe("older runs say nothing of now (24h)"),
  key: z.string().min(1).max(200).optional().describe("what tells this rollout from the next; the version when left out"),
});
export type GateOptions = z.infer<typeof GateOptions>;

/** The question in plain units. LS707 for what cannot be read: a gate never guesses what it was asked. */
export const gateQuestion = (model: string, environment: string, { version, kinds, notBefore, maxAge = usualMaxAge, key }: GateOptions): GateQuestion => {
  const age = readDuration(maxAge);
  if (age === undefined || !(age > 0)) throw unread("maxAge", maxAge, "a duration such as 30m, 12h or 7d");
  const from = notBefore === undefined ? null : Date.parse(notBefore);
  if (Number.isNaN(from)) throw unread("notBefore", notBefore ?? "", "a time such as 2026-03-01T10:00:00Z");
  const read = kinds === undefined ? null : z.array(z.enum(["check", "compare", "validate"])).min(1).safeParse(kinds.split(",").map((each) => each.trim()));
  if (read?.success === false) throw unread("kinds", kinds ?? "", "one or more of check, compare, validate, with commas between them");
  return { model, environment, version: version ?? null, kinds: read?.data ?? null, notBefore: from, maxAge: age, key: key ?? null };
};

const unread = (name: string, value: string, wanted: string): LockstepError => new LockstepError("LS707", { message: `${name} is ${JSON.stringify(value.slice(0, 60))}, not ${wanted}`, place: name });
