import type { Alert } from "../domain/alert.ts";
import { countOf } from "../wording/count-of.ts";
import { shortNumber } from "../wording/short-number.ts";

const kinds: Readonly<Record<Alert["kind"], string>> = { opened: "opened", reopened: "opened again", escalated: "escalated", acknowledged: "acknowledged", closed: "closed", test: "test" };

/** Nothing that others wrote may break a line, a header or a protocol: one line, without control characters, cut at `most`. */
export const oneLine = (text: string, most = 300): string => {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
};

/** `high, opened: precision stays where the backtest put it (INC-2026-0012)`. */
export const alertHeadline = (alert: Alert): string =>
  `${alert.severity}, ${kinds[alert.kind]}${alert.kind === "escalated" && alert.escalatedTo !== null ? ` to ${oneLine(alert.escalatedTo, 80)}` : ""}: ${oneLine(alert.title, 200)} (${oneLine(alert.incident, 40)})`;

/** One headline for several alerts. */
export const groupHeadline = (alerts: readonly Alert[]): string => {
  const [only] = alerts;
  if (alerts.length === 1 && only !== undefined) return alertHeadline(only);
  const counted = [...Map.groupBy(alerts, ({ kind }) => kind)].map(([kind, each]) => `${each.length} ${kinds[kind]}`);
  return `${countOf(alerts.length, "alert")}: ${counted.join(", ")}`;
};

/** What is known of an alert, name and value, in the order in which people ask. */
export const alertFacts = (alert: Alert): (readonly [string, string])[] => {
  const facts: (readonly [string, string | null])[] = [
    ["subject", alert.subject], ["model", alert.model], ["environment", alert.environment], ["severity", alert.severity], ["owner", alert.owner ?? "nobody"], ["escalated to", alert.escalatedTo],
    ["agreed consequence", alert.consequence.replace("-", " ")], ["impact", alert.impact === null ? null : `${shortNumber(alert.impact.perDay)} ${alert.impact.unit} a day`], ["began about", alert.since], ["run", alert.run], ["at", alert.at],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, oneLine(value)] as const]));
};
