import { z } from "zod";
import { askGate } from "../../app/gate/gate.ts";
import { GateOptions, gateQuestion } from "../../app/gate/gate-question.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { canaryStep } from "../../core/gate/canary-step.ts";
import { GateVerdict } from "../../core/gate/gate-verdict.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

const usualSteps = "1,5,10,25,50,100";

const Params = z.strictObject({ model: z.string().min(1).max(200), environment: z.string().min(1).max(200) });
const Query = GateOptions.extend({
  current: z.coerce.number().int().min(0).max(100).describe("canaryTrafficPercent as it is now"),
  steps: z.string().max(200).optional().describe(`shares to go through, ascending (${usualSteps})`),
});
const Result = z.object({ percent: z.number().describe("for canaryTrafficPercent"), why: z.string(), gate: GateVerdict });

/** Steps are whole percents, ascending: a ladder that goes down somewhere would never end. */
const stepsOf = (text: string): number[] => {
  const steps = text.split(",").map((each) => Number(each.trim()));
  const ascending = steps.every((step, index) => Number.isInteger(step) && step >= 1 && step <= 100 && step > (steps[index - 1] ?? 0));
  if (!ascending) throw new LockstepError("LS707", { message: `steps is ${JSON.stringify(text.slice(0, 60))}, not whole percents from 1 to 100 that ascend`, place: "steps" });
  return steps;
};

const step = route({ method: "get", path: "/gates/kserve/{model}/{environment}", scope: "gate", tag: "gates", summary: "The share of traffic that a KServe canary should have next", params: Params, query: Query, result: Result },
  ({ params: { model, environment }, query: { current, steps = usualSteps, ...options }, principal, world }) => {
    mustMayModel(principal, model);
    const ladder = stepsOf(steps);
    const { told } = askGate(world, gateQuestion(model, environment, options), principal.name);
    return { ...canaryStep(told, current, ladder), gate: told };
  });

export const kserveRoutes = [step] as const;
