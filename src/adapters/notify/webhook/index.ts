import { createHmac } from "node:crypto";
import { receiptOfAnswer } from "../../../core/alert/receipt-of-answer.ts";
import type { Alert } from "../../../core/domain/alert.ts";
import type { HttpChannel, NotifierKind, Receipt } from "../../../ports/notifier.ts";

export const webhook: NotifierKind<HttpChannel> = {
  name: "webhook",
  acknowledgements: true,
  create: ({ transport, path, headers, key, now }) => ({
    send: async ({ alerts }, signal) => {
      let receipt: Receipt = { said: "nothing to say" };
      for (const alert of alerts) {
        const body = JSON.stringify(cloudEventOf(alert));
        const timestamp = String(Math.floor(now() / 1000));
        const own = { "content-type": "application/cloudevents+json; charset=utf-8", "idempotency-key": alert.key, "x-lockstep-timestamp": timestamp, "x-lockstep-signature": `sha256=${createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex")}` };
        receipt = receiptOfAnswer(await transport.send({ method: "POST", url: path, headers: { ...headers, ...own }, body, signal }), now());
      }
      return receipt;
    },
    close: () => transport.close(),
  }),
};

/** `source` and `id` name an event once in the world: whose server it is, and which event of which incident. */
const cloudEventOf = (alert: Alert): unknown => ({
  specversion: "1.0", id: alert.key, source: alert.url === null ? "/lockstep" : new URL(alert.url).origin, type: alert.kind === "test" ? "io.lockstep.test" : `io.lockstep.incident.${alert.kind}`,
  subject: alert.incident, time: alert.at, datacontenttype: "application/json", data: alert,
});
