import { alertFacts, alertHeadline, groupHeadline, oneLine } from "../../../core/alert/alert-words.ts";
import type { Alert, Delivery } from "../../../core/domain/alert.ts";

/** A mail as nodemailer takes it, without its receivers. */
export interface Mail {
  readonly from: string;
  readonly subject: string;
  readonly messageId: string;
  readonly references: string[];
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a delivery says by mail. Nothing that others wrote reaches a header but in one line. */
export const mailOf = ({ id, alerts }: Delivery, from: string): Mail => {
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? "lockstep.invalid";
  const threads = [...new Set(alerts.map(({ thread }) => `<${thread.replaceAll(/[^\w.-]/g, "-")}.lockstep@${domain}>`))];
  return {
    from,
    // Mail clients thread by References and by the subject without its prefix: one incident's mails keep theirs.
    subject: oneLine(`Lockstep: ${groupHeadline(alerts)}`, 200),
    messageId: `<${id}.lockstep@${domain}>`,
    references: threads,
    text: `${alerts.map(textOf).join("\n\n")}\n`,
    html: `<!doctype html><html lang="en"><body>${alerts.map(htmlOf).join("<hr>")}</body></html>`,
    headers: { "X-Lockstep-Alerts": alerts.map(({ key }) => key.replaceAll(/[^\w./-]/g, "-")).join(" "), "Auto-Submitted": "auto-generated" },
  };
};

const textOf = (alert: Alert): string => [alertHeadline(alert), oneLine(alert.sentence, 2000), "", ...alertFacts(alert).map(([name, value]) => `${name}: ${value}`), ...(alert.url === null ? [] : ["", alert.url])].join("\n");

const htmlOf = (alert: Alert): string =>
  `<h2>${escaped(alertHeadline(alert))}</h2><p>${escaped(oneLine(alert.sentence, 2000))}</p><table>${alertFacts(alert).map(([name, value]) => `<tr><td>${escaped(name)}</td><td>${escaped(value)}</td></tr>`).join("")}</table>${
    alert.url === null ? "" : `<p><a href="${escaped(alert.url)}">Open ${escaped(oneLine(alert.incident, 60))}</a></p>`}`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
