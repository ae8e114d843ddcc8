import type { Incident } from "../../../src/core/domain/incident.ts";

/** What people said of an alarm, in words. */
export const alarmWords: Readonly<Record<NonNullable<Incident["alarm"]>, string>> = { confirmed: "the alarm was right", refuted: "the alarm was wrong" };
