import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** What a registry tells that a check can follow: a version of a model came, or got a name. */
export interface RegistryEvent {
  readonly model: string;
  readonly version: string;
  /** The name it got; null when it was made. */
  readonly alias: string | null;
}

/** A delivery may be so late; MLflow tries for minutes. An older one was recorded and is played again. */
const freshMs = 300_000;

const version = z.union([z.string().regex(/^\d{1,18}$/), z.number().int().positive()]).transform(String);
const Body = z.object({ entity: z.string(), action: z.string(), data: z.record(z.string(), z.unknown()) });
const Made = z.object({ name: z.string().min(1).max(200), version });
const Named = Made.extend({ alias: z.string().min(1).max(200) });

/**
 * LS701 unless `X-MLflow-Signature` is `v1,` and the base64 of HMAC-SHA256 over `DELIVERY.TIMESTAMP.BODY` under the webhook's secret, and the timestamp (s) is of the last minutes.
 * Source: MLflow's page on webhooks, "Signature verification".
 */
export const verifySignature = (headers: Headers, body: string, secret: string, now: number): void => {
  const [delivery, timestamp, given] = ["x-mlflow-delivery-id", "x-mlflow-timestamp", "x-mlflow-signature"].map((name) => headers.get(name) ?? "");
  const refused = (message: string): LockstepError => new LockstepError("LS701", { message, place: "X-MLflow-Signature", todo: "Give the webhook in MLflow the secret that server.writeBack.webhookSecret names." });
  if (!delivery || !timestamp || !given) throw refused("the webhook is not signed");
  const wanted = Buffer.from(`v1,${createHmac("sha256", secret).update(`${delivery}.${timestamp}.${body}`).digest("base64")}`);
  const said = Buffer.from(given);
  if (wanted.length !== said.length || !timingSafeEqual(wanted, said)) throw refused("the webhook's signature is not by our secret");
  if (!(Math.abs(now - Number(timestamp) * 1000) <= freshMs)) throw refused("the webhook was signed too long ago, or by a clock that is wrong");
};

/** The event of a webhook's body; null for one that nothing follows from (an alias taken away, a tag, a test). LS751 when it is no webhook of MLflow. */
export const registryEvent = (text: string): RegistryEvent | null => {
  const read = Body.safeParse(parsed(text));
  if (!read.success) throw new LockstepError("LS751", { message: "the body is no webhook of MLflow: it has no entity, action and data", place: "the body" });
  const { entity, action, data } = read.data;
  if (action !== "created" || (entity !== "model_version" && entity !== "model_version_alias")) return null;
  const event = (entity === "model_version_alias" ? Named : Made).safeParse(data);
  if (!event.success) throw new LockstepError("LS751", { message: `data.${event.error.issues[0]?.path.join(".") ?? ""} of ${entity} ${action}: ${event.error.issues[0]?.message ?? "cannot be read"}`, place: "data" });
  const alias = "alias" in event.data && typeof event.data.alias === "string" ? event.data.alias : null;
  // What Lockstep names is no news to it.
  return alias?.startsWith("lockstep-") === true ? null : { model: event.data.name, version: event.data.version, alias };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
