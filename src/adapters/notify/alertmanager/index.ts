import { alertFacts, oneLine } from "../../../core/alert/alert-words.ts";
import { receiptOfAnswer } from "../../../core/alert/receipt-of-answer.ts";
import type { Alert } from "../../../core/domain/alert.ts";
import type { HttpChannel, NotifierKind, Receipt } from "../../../ports/notifier.ts";

/** Alertmanager ends an alert by itself at its endsAt: a pause of whoever repeats it is outlived for as long, and a deliverer that is gone is not believed for longer. */
const standsForMs = 36e5;

/** Its path for alerts, below whatever path it is served at. */
const alertsPath = "/api/v2/alerts";

export const alertmanager: NotifierKind<HttpChannel> = {
  name: "alertmanager",
  acknowledgements: false,
  create: ({ transport, path, headers, now }) => {
    const post = async (alerts: readonly Alert[], signal: AbortSignal): Promise<Receipt> => {
      const body = JSON.stringify(alerts.map((alert) => alertOf(alert, now())));
      const [before = "", query] = path.split("?", 2);
      const url = `${before.replace(/\/+$/, "")}${alertsPath}${query === undefined ? "" : `?${query}`}`;
      return receiptOfAnswer(await transport.send({ method: "POST", url, headers: { ...headers, "content-type": "application/json" }, body, signal }), now());
    };
    return {
      send: (delivery, signal) => post(latest(delivery.alerts), signal),
      repeat: async (alerts, signal) => { await post(latest(alerts), signal); },
      close: () => transport.close(),
    };
  },
};

/** One alert of each thread, the last: within one request Alertmanager does not order what has the same labels. */
const latest = (alerts: readonly Alert[]): Alert[] => [...new Map(alerts.map((alert) => [alert.thread, alert])).values()];

const alertOf = (alert: Alert, now: number): unknown => {
  const { kind, model, environment, severity, subject, incident, title, sentence, url, startedAt } = alert;
  const started = Math.min(Date.parse(startedAt), now);
  const labels = { alertname: kind === "test" ? "LockstepTest" : "LockstepIncident", model, environment, severity, subject, incident };
  return {
    labels: Object.fromEntries(Object.entries(labels).flatMap(([name, value]) => (value === null || value === "" ? [] : [[name, oneLine(value)]]))),
    annotations: { summary: oneLine(title), description: oneLine(sentence, 1000), ...Object.fromEntries(alertFacts(alert).flatMap(([name, value]) => (name in labels || value === "" ? [] : [[name.replaceAll(" ", "_"), value]]))) },
    startsAt: new Date(started).toISOString(),
    endsAt: new Date(kind === "closed" || kind === "test" ? now : now + standsForMs).toISOString(),
    ...(url === null ? {} : { generatorURL: url }),
  };
};
