import { type AlertRules, defaultGroupWithinMs, defaultRetryForMs } from "../../core/alert/alert-rules.ts";
import type { AlertsEntry } from "../../core/domain/manifest.ts";
import { momentOf } from "../../core/hypothesis/moment-of.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { channelKindOf, httpChannels, mailChannel } from "./channel-registry.ts";

/** What was agreed under `alerts:`, over the defaults. */
export const alertRulesOf = async ({ channels, routes, groupWithin, mute, retryFor }: AlertsEntry): Promise<AlertRules> => ({
  channels: await Promise.all(Object.entries(channels).map(async ([name, entry]) => {
    const kind = channelKindOf(entry);
    return { name, acknowledgements: (kind === "smtp" ? await mailChannel() : await httpChannels[kind]()).acknowledgements };
  })),
  routes: routes?.map(({ to, severity = null, perDay = null, models = null, kinds = null }) => ({ to, severity, perDay, models, kinds })) ?? null,
  groupWithinMs: duration(groupWithin) ?? defaultGroupWithinMs,
  mutes: (mute ?? []).map(({ from, to, models = null, reason }) => ({ fromMs: momentOf(from) ?? Number.POSITIVE_INFINITY, toMs: momentOf(to) ?? Number.NEGATIVE_INFINITY, models, reason })),
  retryForMs: duration(retryFor) ?? defaultRetryForMs,
});

const duration = (text: string | undefined): number | undefined => (text === undefined ? undefined : readDuration(text));
