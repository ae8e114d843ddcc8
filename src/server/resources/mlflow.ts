import { z } from "zod";
import { createSecrets } from "../../app/connect/resolve-secret.ts";
import { checkForRegistry } from "../../app/hooks/check-for-registry.ts";
import { createKnownDeliveries, type KnownDeliveries } from "../../app/hooks/known-deliveries.ts";
import { registryEvent, verifySignature } from "../../app/hooks/mlflow-webhook.ts";
import { WriteBack, writeBacks } from "../../app/hooks/write-backs.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const deliveries = new WeakMap<object, KnownDeliveries>();

const knownOf = ({ catalogue, folder }: Pick<ServerWorld, "catalogue" | "folder">): KnownDeliveries => {
  const known = deliveries.get(catalogue) ?? createKnownDeliveries(folder);
  deliveries.set(catalogue, known);
  return known;
};

const Result = z.object({ started: z.boolean(), why: z.string() });

/** Whoever sends is known by the webhook's signature where a secret was agreed, else by a token with the scope `ingest`: MLflow sends no headers of its own, a relay may. */
const receive = route({ method: "post", path: "/hooks/mlflow", scope: null, unsigned: "ingest", tag: "receiving", summary: "Webhooks of an MLflow registry: a version that comes, or is named, is checked", result: Result, status: 202, reads: "raw" },
  async ({ request, principal, world }) => {
    const text = Buffer.from(await request.arrayBuffer()).toString("utf8");
    const reference = world.loaded?.manifest.server?.writeBack?.webhookSecret;
    if (reference !== undefined) verifySignature(request.headers, text, await createSecrets(world.io).resolveLines(reference, "server.writeBack.webhookSecret"), world.clock.now());
    else if (!principal.scopes.includes("ingest")) throw new LockstepError(principal.scopes.length === 0 ? "LS701" : "LS702", { message: "no secret of the webhook was agreed, and the request has no token with the scope ingest", place: "server.writeBack.webhookSecret" });
    const event = registryEvent(text);
    if (event === null) return { started: false, why: "nothing follows from this event" };
    if (reference === undefined) mustMayModel(principal, event.model);
    const delivery = request.headers.get("x-mlflow-delivery-id");
    const known = knownOf(world);
    if (delivery !== null && known.has(delivery, world.clock.now())) return { started: false, why: "this delivery came before" };
    const { started } = checkForRegistry(world, event);
    if (delivery !== null) known.add(delivery, world.clock.now());
    return { started, why: started ? `version ${event.version} of ${event.model} is being checked` : `a check of version ${event.version} of ${event.model} is on its way` };
  });

/** What a registry was not told yet, with the reason. */
const waiting = route({ method: "get", path: "/api/v1/write-backs", scope: "read", tag: "receiving", summary: "What a model registry is still to be told, oldest first, and why it was not", query: z.strictObject(pageQuery), result: pageOf(WriteBack) },
  ({ query, principal, world }) => listPage(writeBacks(world.folder).filter(({ model }) => principal.models === null || principal.models.includes(model)), query));

export const mlflowRoutes = [receive, waiting] as const;
