import { z } from "zod";
import { askGate } from "../../app/gate/gate.ts";
import { GateOptions, gateQuestion } from "../../app/gate/gate-question.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { GateVerdict } from "../../core/gate/gate-verdict.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route, type RouteRequest } from "../route.ts";

const Params = z.strictObject({ model: z.string().min(1).max(200), environment: z.string().min(1).max(200) });

/** What cannot be answered is answered as `error`: Argo Rollouts would take any other status for a failure of its own to measure, and ask again. */
const noAnswer = (world: RouteRequest<unknown, unknown, unknown>["world"], { model, environment }: z.infer<typeof Params>, { version = null, key = null }: { readonly version?: string | null | undefined; readonly key?: string | null | undefined }, cause: unknown): GateVerdict => {
  const expected = cause instanceof LockstepError;
  const said = world.io.redact(expected ? cause.message : "a fault of Lockstep itself; its log tells more");
  world.log.error({ model, environment, stack: world.io.redact((cause as Error).stack ?? String(cause)) }, "a gate could not answer");
  return { verdict: "error", decision: "pause", sentence: `Lockstep could not answer: ${said}`, model, environment, version, key, run: null, finding: null, estimate: null, unit: null, interval: null, margin: null, asOf: null,
    ageSeconds: null, stale: true, failedBefore: false, reasons: [] };
};

const answer = ({ params, principal, world }: Pick<RouteRequest<z.infer<typeof Params>, unknown, unknown>, "params" | "principal" | "world">, options: GateOptions): GateVerdict => {
  mustMayModel(principal, params.model);
  try {
    return askGate(world, gateQuestion(params.model, params.environment, options), principal.name).told;
  } catch (cause) {
    return noAnswer(world, params, options, cause);
  }
};

const summary = "The verdict on a model in an environment, for a web metric of Argo Rollouts; 200 whatever it is";

const ask = route({ method: "get", path: "/gates/argo/{model}/{environment}", scope: "gate", tag: "gates", summary, params: Params, query: GateOptions, result: GateVerdict },
  ({ query, ...request }) => answer(request, query));

const askWithBody = route({ method: "post", path: "/gates/argo/{model}/{environment}", scope: "gate", tag: "gates", summary: `${summary}, asked with a body`, params: Params, body: GateOptions, result: GateVerdict },
  ({ body, ...request }) => answer(request, body));

export const argoRoutes = [ask, askWithBody] as const;
