import { alertFacts, alertHeadline, groupHeadline, oneLine } from "../../../core/alert/alert-words.ts";
import { receiptOfAnswer } from "../../../core/alert/receipt-of-answer.ts";
import type { Alert, Delivery } from "../../../core/domain/alert.ts";
import type { HttpChannel, NotifierKind } from "../../../ports/notifier.ts";

/** A message may hold 50 blocks: with facts each alert takes two of them. */
const mostWithFacts = 8;

export const slack: NotifierKind<HttpChannel> = {
  name: "slack",
  acknowledgements: false,
  create: ({ transport, path, headers, now }) => ({
    send: async (delivery, signal) => receiptOfAnswer(await transport.send({ method: "POST", url: path, headers: { ...headers, "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(messageOf(delivery)), signal }), now()),
    close: () => transport.close(),
  }),
};

const messageOf = ({ alerts }: Delivery): unknown => ({
  text: escaped(oneLine(groupHeadline(alerts), 2000)),
  blocks: [
    ...(alerts.length === 1 ? [] : [{ type: "header", text: plain(oneLine(groupHeadline(alerts), 150)) }]),
    ...alerts.flatMap((alert) => [sectionOf(alert), ...(alerts.length > mostWithFacts ? [] : [factsOf(alert)])]),
  ],
});

const sectionOf = (alert: Alert): unknown => ({
  type: "section",
  block_id: `alert ${oneLine(alert.key, 200)}`,
  text: plain(`${alertHeadline(alert)}\n${oneLine(alert.sentence, 1500)}`),
  ...(alert.url === null ? {} : { accessory: { type: "button", action_id: `open ${oneLine(alert.key, 200)}`, text: plain(oneLine(`Open ${alert.incident}`, 75)), url: alert.url } }),
});

const factsOf = (alert: Alert): unknown => ({ type: "section", block_id: `facts ${oneLine(alert.key, 200)}`, fields: alertFacts(alert).slice(0, 10).map(([name, value]) => plain(`${name}: ${value}`)) });

const plain = (text: string): unknown => ({ type: "plain_text", text, emoji: false });

/** The fallback is read as Slack's markup: these three begin and end it. */
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
