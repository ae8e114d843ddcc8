import { createTransport } from "nodemailer";
import { failureOf, undelivered } from "../../../core/alert/receipt-of-answer.ts";
import { oneLine } from "../../../core/alert/alert-words.ts";
import type { NotifierKind } from "../../../ports/notifier.ts";
import { mailOf } from "./mail-of.ts";

/** A mail server and whose mail it is; the password is resolved already. */
export interface SmtpChannel {
  /** `smtp://host:587`, `smtps://host:465`. */
  readonly address: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  readonly password: string | null;
  readonly timeoutMs: number;
}

export const smtp: NotifierKind<SmtpChannel> = {
  name: "smtp",
  acknowledgements: false,
  create: ({ address, from, to, user, password, timeoutMs }) => {
    const { protocol, hostname, port } = new URL(address);
    const secure = protocol === "smtps:";
    const host = hostname.replace(/^\[|\]$/g, "");
    const near = host === "localhost" || host === "::1" || host.startsWith("127.");
    const mailer = createTransport({
      host, port: port === "" ? (secure ? 465 : 587) : Number(port), secure, requireTLS: !secure && password !== null && !near,
      connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, disableFileAccess: true, disableUrlAccess: true,
      ...(user === null ? {} : { auth: { user, pass: password ?? "" } }),
    });
    return {
      send: async (delivery, signal) => {
        signal.throwIfAborted();
        try {
          const { response, rejected } = await mailer.sendMail({ ...mailOf(delivery, from), to: [...to] });
          return { said: `${oneLine(response, 200)}${rejected.length === 0 ? "" : `; refused for ${rejected.join(", ")}`}` };
        } catch (error) {
          throw failed(error);
        }
      },
      close: async () => { mailer.close(); },
    };
  },
};

/** A server that answers 5xx will answer it again; whatever else went wrong may be over the next time. */
const failed = (error: unknown): unknown => {
  const { responseCode, message } = error as { readonly responseCode?: unknown; readonly message?: unknown };
  const code = typeof responseCode === "number" ? responseCode : 0;
  return undelivered(`the mail server said: ${oneLine(String(message), 200)}`, { ...failureOf(null), retry: code < 500 });
};
