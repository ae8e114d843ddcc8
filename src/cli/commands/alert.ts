import { actor } from "../../app/actor.ts";
import { loadAlerts, openDeliveries } from "../../app/alerts/open-alerts.ts";
import { retryDelivery } from "../../app/alerts/retry-delivery.ts";
import { sendTestAlert } from "../../app/alerts/send-test-alert.ts";
import { groupHeadline } from "../../core/alert/alert-words.ts";
import { Delivery } from "../../core/domain/alert.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countFlag } from "../count-flag.ts";
import type { DefineCommand } from "../cli-command.ts";
import { plainLines } from "../plain-lines.ts";

interface ListFlags {
  readonly store?: string;
  readonly json?: boolean;
  readonly status?: Delivery["status"];
  readonly incident?: string;
  readonly limit: number;
}

const mostListed = 500;

const examples = `
In lockstep.yaml:
  alerts:
    channels:
      pager: {pagerduty: env:PAGERDUTY_KEY}
      team: {slack: env:SLACK_WEBHOOK}
    routes:
      - {to: [pager], severity: high}
      - {to: [team]}

Examples:
  Whether a channel works:
    $ lockstep alert test team
  What could not be delivered, and try it again:
    $ lockstep alert list --status failed
    $ lockstep alert retry 3f0c9a…`;

/** `lockstep alert`: whether channels work, what was sent to whom, and another try. What delivers is `lockstep serve`, or `lockstep watch`. */
export const defineAlert: DefineCommand = (command, context) => {
  command.addHelpText("after", examples);
  command.command("test").description("Send a test alert over a channel at once, and say what the receiver answered.").argument("<channel>", "its name under alerts.channels")
    .option("--manifest <file>", "the manifest (lockstep.yaml here or further up)")
    .action((channel: string, { manifest }: { readonly manifest?: string }) => {
      const io = context.io({});
      return context.finish((async () => {
        const { said } = await sendTestAlert(channel, actor(), await loadAlerts(manifest ?? null, io), io.signal);
        io.out(plainLines(`${channel} took it: ${io.redact(said)}\n`));
        return ExitCode.proceed;
      })());
    });
  command.command("list").description("List what was sent to whom and what became of it, the newest first.")
    .option("--status <status>", `only these: ${Delivery.shape.status.options.join(", ")}`, readStatus)
    .option("--incident <id>", "only what is about this incident")
    .option("--limit <n>", "how many", countFlag("--limit"), 50)
    .option("--store <dir>", "the store (the manifest's, else .lockstep)").option("--json", "as JSON on stdout")
    .action(({ store, json = false, status = undefined, incident, limit }: ListFlags) => {
      const io = context.io({});
      return context.finish((async () => {
        const opened = await openDeliveries(store ?? null, io);
        try {
          const { items } = opened.deliveries.list({ limit: Math.min(limit, mostListed), status: status ?? null, incident: incident?.toUpperCase() ?? null });
          if (json) io.out(`${JSON.stringify(items, null, 2)}\n`);
          else if (items.length === 0) io.note("no such delivery");
          else io.out(plainLines(items.map((each) => `${lineOf(each)}\n`).join("")));
        } finally {
          opened.close();
        }
        return ExitCode.proceed;
      })());
    });
  command.command("retry").description("Have a delivery that failed or waits tried again at once, by the server or watch that delivers.").argument("<id>", "its id, as lockstep alert list shows it")
    .option("--store <dir>", "the store (the manifest's, else .lockstep)")
    .action((id: string, { store }: { readonly store?: string }) => {
      const io = context.io({});
      return context.finish((async () => {
        const opened = await openDeliveries(store ?? null, io);
        try {
          io.out(plainLines(`${lineOf(retryDelivery(id, opened))}\n`));
        } finally {
          opened.close();
        }
        return ExitCode.proceed;
      })());
    });
};

const lineOf = ({ id, channel, status, alerts, createdAt, attempts, reason }: Delivery): string =>
  `${id}  ${createdAt.slice(0, 19).replace("T", " ")}Z  ${channel}  ${status}${attempts > 1 ? ` after ${attempts} tries` : ""}  ${groupHeadline(alerts)}${reason === null || status === "delivered" ? "" : `\n  ${reason}`}`;

const readStatus = (text: string): Delivery["status"] => {
  const read = Delivery.shape.status.safeParse(text);
  if (read.success) return read.data;
  throw new LockstepError("LS102", { message: `--status: "${text}" is not one of ${Delivery.shape.status.options.join(", ")}`, place: "--status" });
};
