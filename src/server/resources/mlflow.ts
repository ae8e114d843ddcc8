import { z } from "zod";
import { createSecrets } from "../../app/connect/resolve-secret.ts";
import { checkForRegistry } from "../../app/hooks/check-for-registry.ts";
import { registryEvent, verifySignature } from "../../app/hooks/mlflow-webhook.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

/** Deliveries that were taken; MLflow sends one again when it did not hear of it. */
const mostKnown = 10_000;
const known = new WeakMap<object, Set<string>>();

const Result = z.object({ started: z.boolean(), why: z.string() });

/** Whoever sends is known by the webhook's signature where a secret was agreed, else by a token with the scope `ingest`: MLflow sends no headers of its own, a relay may. */
const receive = route({ method: "post", path: "/hooks/mlflow", scope: null, unsigned: "ingest", tag: "receiving", summary: "Webhooks of an MLflow registry: a version that comes, or is named, is checked", result: Result, status: 202, reads: "raw", machine: true },
  async ({ request, principal, world }) => {
    const text = Buffer.from(await request.arrayBuffer()).toString("utf8");
    const reference = world.loaded?.manifest.server?.writeBack?.webhookSecret;
    if (reference !== undefined) verifySignature(request.headers, text, await createSecrets(world.io).resolveLines(reference, "server.writeBack.webhookSecret"), world.clock.now());
    else if (!principal.scopes.includes("ingest")) throw new LockstepError(principal.scopes.length === 0 ? "LS701" : "LS702", { message: "no secret of the webhook was agreed, and the request has no token with the scope ingest", place: "server.writeBack.webhookSecret" });
    const event = registryEvent(text);
    if (event === null) return { started: false, why: "nothing follows from this event" };
    if (reference === undefined) mustMayModel(principal, event.model);
    const delivery = request.headers.get("x-mlflow-delivery-id");
    const before = known.get(world.catalogue) ?? new Set<string>();
    known.set(world.catalogue, before);
    if (delivery !== null && before.has(delivery)) return { started: false, why: "this delivery came before" };
    const { started } = checkForRegistry(world, event);
    if (delivery !== null) before.add(delivery);
    const [oldest] = before;
    if (before.size > mostKnown && oldest !== undefined) before.delete(oldest);
    return { started, why: started ? `version ${event.version} of ${event.model} is being checked` : `a check of version ${event.version} of ${event.model} is on its way` };
  });

export const mlflowRoutes = [receive] as const;
