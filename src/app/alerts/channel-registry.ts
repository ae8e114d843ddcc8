import type { ChannelEntry } from "../../core/domain/manifest.ts";
import type { HttpChannel, NotifierKind } from "../../ports/notifier.ts";
import type { SmtpChannel } from "../../adapters/notify/smtp/index.ts";

/** A kind of channel by the key that names it in the manifest. */
export type ChannelKind = "alertmanager" | "slack" | "pagerduty" | "smtp" | "webhook";

/** Kinds that speak HTTP, loaded when first needed. */
export const httpChannels: Readonly<Record<Exclude<ChannelKind, "smtp">, () => Promise<NotifierKind<HttpChannel>>>> = {
  alertmanager: async () => (await import("../../adapters/notify/alertmanager/index.ts")).alertmanager,
  slack: async () => (await import("../../adapters/notify/slack/index.ts")).slack,
  pagerduty: async () => (await import("../../adapters/notify/pagerduty/index.ts")).pagerduty,
  webhook: async () => (await import("../../adapters/notify/webhook/index.ts")).webhook,
};

export const mailChannel = async (): Promise<NotifierKind<SmtpChannel>> => (await import("../../adapters/notify/smtp/index.ts")).smtp;

/** The one key of an entry that says what it is. */
export const channelKindOf = (entry: ChannelEntry): ChannelKind => {
  for (const kind of ["alertmanager", "slack", "pagerduty", "smtp", "webhook"] as const) if (kind in entry) return kind;
  throw new Error("a channel is of one of the kinds");
};
