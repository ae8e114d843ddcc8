import { alertFacts, alertHeadline, oneLine } from "../../../core/alert/alert-words.ts";
import { receiptOfAnswer } from "../../../core/alert/receipt-of-answer.ts";
import type { Alert } from "../../../core/domain/alert.ts";
import type { HttpChannel, NotifierKind, Receipt } from "../../../ports/notifier.ts";

const severities: Readonly<Record<Alert["severity"], string>> = { critical: "critical", high: "error", medium: "warning", low: "info", info: "info" };

const actions: Readonly<Record<Alert["kind"], readonly ("trigger" | "acknowledge" | "resolve")[]>> = {
  opened: ["trigger"], reopened: ["trigger"], escalated: ["trigger"], acknowledged: ["acknowledge"], closed: ["resolve"],
  // A test shall wake nobody for longer than it takes to see it.
  test: ["trigger", "resolve"],
};

export const pagerduty: NotifierKind<HttpChannel> = {
  name: "pagerduty",
  acknowledgements: true,
  create: ({ transport, path, headers, key, now }) => ({
    send: async ({ alerts }, signal) => {
      let receipt: Receipt = { said: "nothing to say" };
      for (const alert of alerts) {
        for (const action of actions[alert.kind]) {
          const body = JSON.stringify(eventOf(alert, action, key));
          receipt = receiptOfAnswer(await transport.send({ method: "POST", url: path, headers: { ...headers, "content-type": "application/json" }, body, signal }), now());
        }
      }
      return receipt;
    },
    close: () => transport.close(),
  }),
};

const eventOf = (alert: Alert, action: "trigger" | "acknowledge" | "resolve", key: string): unknown => ({
  routing_key: key,
  event_action: action,
  dedup_key: dedupKeyOf(alert),
  ...(action === "trigger" ? {
    payload: {
      summary: oneLine(`${alertHeadline(alert)}: ${alert.sentence}`, 1024), source: oneLine(alert.environment ?? alert.subject, 200), severity: severities[alert.severity], timestamp: alert.at,
      component: oneLine(alert.model ?? alert.subject, 200), custom_details: { key: alert.key, ...Object.fromEntries(alertFacts(alert)) },
    },
    client: "Lockstep",
    ...(alert.url === null ? {} : { client_url: alert.url, links: [{ href: alert.url, text: oneLine(`Open ${alert.incident}`, 100) }] }),
  } : {}),
});

/** At most 255 characters. */
const dedupKeyOf = ({ thread }: Alert): string => oneLine(`lockstep ${thread}`, 255);
