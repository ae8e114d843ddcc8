import { randomUUID } from "node:crypto";
import type { Alert, Delivery } from "../../core/domain/alert.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Receipt } from "../../ports/notifier.ts";
import { meantOrListed } from "../manifest/checked-manifest.ts";
import { nearest } from "../manifest/nearest.ts";
import type { AlertWorld } from "./alert-world.ts";
import { openChannel } from "./open-channel.ts";

/** Sends a test alert over a channel at once, past routes and mutes, and gives what the receiver said. LS721 for a channel that is none, LS720 when it was not taken. */
export const sendTestAlert = async (name: string, by: string, world: Pick<AlertWorld, "loaded" | "clock" | "io" | "url">, signal: AbortSignal): Promise<Receipt> => {
  const channels = world.loaded?.manifest.alerts?.channels ?? {};
  const entry = channels[name];
  if (entry === undefined || !Object.hasOwn(channels, name)) {
    const known = Object.keys(channels);
    throw new LockstepError("LS721", { message: `there is no channel ${name}`, place: name, todo: meantOrListed(nearest(name, known), known, "Name channels under alerts.channels in lockstep.yaml.") });
  }
  const notifier = await openChannel(name, entry, world);
  try {
    return await notifier.send(testDelivery(name, by, world), signal);
  } finally {
    await notifier.close();
  }
};

const testDelivery = (channel: string, by: string, { clock, url }: Pick<AlertWorld, "clock" | "url">): Delivery => {
  const [at, id] = [new Date(clock.now()).toISOString(), randomUUID()];
  const alert: Alert = {
    key: `test/${id}`, kind: "test", at, startedAt: at, incident: "TEST", thread: `test ${id}`, title: "this channel works", sentence: `${by} sent it to see whether alerts arrive here; nothing is wrong.`, severity: "info", model: null,
    environment: null, subject: "test", owner: null, escalatedTo: null, consequence: "investigate", impact: null, since: null, run: null, url: url() === "" ? null : url(),
  };
  return { id: id.replaceAll("-", ""), channel, alerts: [alert], status: "waiting", reason: null, attempts: 0, triedAt: null, createdAt: at, nextAt: at, deliveredAt: null };
};
