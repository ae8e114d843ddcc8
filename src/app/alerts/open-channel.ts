import type { ChannelEntry } from "../../core/domain/manifest.ts";
import { failureOf, undelivered } from "../../core/alert/receipt-of-answer.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { HttpChannel, Notifier } from "../../ports/notifier.ts";
import { createSecrets, type Secrets } from "../connect/resolve-secret.ts";
import { openAddress, type OpenedAddress } from "../connect/secret-address.ts";
import type { AlertWorld } from "./alert-world.ts";
import { channelKindOf, httpChannels, mailChannel } from "./channel-registry.ts";

/** Whoever takes longer to take an alert does not take it. */
const timeoutMs = 10_000;

/** As much of an answer as is read. */
const mostAnswerBytes = 256 * 1024;

const pagerdutyUrl = "https://events.pagerduty.com";

type ChannelWorld = Pick<AlertWorld, "io" | "clock">;

/**
 * A channel as the manifest says, with its secrets followed; its failures are LS720 and hold none of them. LS102 to LS104 when an address or a reference is none.
 */
export const openChannel = async (name: string, entry: ChannelEntry, { io, clock }: ChannelWorld): Promise<Notifier> => {
  const secrets = createSecrets({ env: io.env, cwd: io.cwd, keepSecret: io.keepSecret });
  const place = `alerts.channels.${name}`;
  const notifier = "smtp" in entry ? await openMail(entry, place, secrets) : await openHttp(entry, place, secrets, () => clock.now());
  const clean = (error: unknown): never => {
    throw redacted(error, (text) => io.redact(secrets.redact(text)));
  };
  return {
    send: (delivery, signal) => notifier.send(delivery, signal).then(({ said }) => ({ said: io.redact(secrets.redact(said)) }), clean),
    ...(notifier.repeat === undefined ? {} : { repeat: (alerts, signal) => (notifier.repeat as NonNullable<Notifier["repeat"]>)(alerts, signal).catch(clean) }),
    close: () => notifier.close(),
  };
};

const openMail = async (entry: Extract<ChannelEntry, { smtp: string }>, place: string, secrets: Secrets): Promise<Notifier> => {
  const kind = await mailChannel();
  const [address, user] = [await secrets.resolve(entry.smtp, place), entry.user === undefined ? null : await secrets.resolve(entry.user, `${place}.user`)];
  const password = entry.password === undefined ? null : await secrets.resolveLines(entry.password, `${place}.password`);
  return kind.create({ address, from: entry.from, to: entry.to, user, password, timeoutMs });
};

const openHttp = async (entry: Exclude<ChannelEntry, { smtp: string }>, place: string, secrets: Secrets, now: () => number): Promise<Notifier> => {
  const kind = channelKindOf(entry);
  if (kind === "smtp") throw new Error("mail is no HTTP");
  const { address, key, secret } = await addressOf(entry, place, secrets);
  const opened = secret ? openedSecret(address, place) : await openAddress(address, place, secrets);
  const headers = "headers" in entry && entry.headers !== undefined ? await secrets.resolveHeaders(Object.entries(entry.headers).map(([name, value]) => ({ name, value }))) : {};
  const [{ create }, { createTransport }] = [await httpChannels[kind](), await import("../../adapters/transport/undici/index.ts")];
  const channel: HttpChannel = { transport: createTransport({ url: opened.origin, connections: 1, timeoutMs, connectTimeoutMs: timeoutMs, maxAnswerBytes: mostAnswerBytes }), path: opened.path, headers: { ...headers, ...opened.headers }, key, now };
  return create(channel);
};

const addressOf = async (entry: Exclude<ChannelEntry, { smtp: string }>, place: string, secrets: Secrets): Promise<{ readonly address: string; readonly key: string; readonly secret: boolean }> => {
  if ("alertmanager" in entry) return { address: entry.alertmanager, key: "", secret: false };
  if ("slack" in entry) return { address: await secrets.resolveLines(entry.slack, place), key: "", secret: true };
  if ("pagerduty" in entry) return { address: `${(entry.url ?? pagerdutyUrl).replace(/\/+$/, "").replace(/\/v2\/enqueue$/, "")}/v2/enqueue`, key: await secrets.resolveLines(entry.pagerduty, place), secret: false };
  const secret = /^(env|file):/.test(entry.webhook);
  return { address: secret ? await secrets.resolveLines(entry.webhook, place) : entry.webhook, key: await secrets.resolveLines(entry.secret, `${place}.secret`), secret };
};

/** An address that is a secret as a whole may hold what another must not. */
const openedSecret = (address: string, place: string): OpenedAddress => {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) throw new LockstepError("LS102", { message: "what the reference holds is no address that begins with http:// or https://", place });
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { origin: url.origin, path: url.pathname + url.search, headers: user === ":" ? {} : { authorization: `Basic ${Buffer.from(user, "utf8").toString("base64")}` } };
};

/** What the transport and the receiver said, without secrets, and with what it means for another try. */
const redacted = (error: unknown, redact: (text: string) => string): unknown => {
  if (!(error instanceof LockstepError)) return error;
  return undelivered(redact(error.message), failureOf(error));
};
