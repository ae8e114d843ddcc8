import type { CalendarEntry } from "../domain/hypothesis.ts";
import { startOfLocalDay } from "../measure/window-time.ts";

/** A calendar entry as instants, ms; `to` is not in it. */
export interface CalendarSpan {
  readonly name: string;
  readonly kind: CalendarEntry["kind"];
  readonly treatment: CalendarEntry["treatment"];
  readonly from: number;
  readonly to: number;
}

const dayMs = 86_400_000;

/** The entries of the calendar that concern a model, in instants: local dates begin at midnight of the zone. */
export const calendarSpans = (calendar: readonly CalendarEntry[], model: string, timeZone: string): CalendarSpan[] =>
  calendar.filter(({ models }) => models === null || models.includes(model))
    .map(({ name, kind, treatment, from, to }) => ({ name, kind, treatment, from: instant(timeZone, from), to: instant(timeZone, to) }));

const instant = (timeZone: string, text: string): number => {
  const ms = Date.parse(text);
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) ? startOfLocalDay(timeZone, ms / dayMs) : ms;
};
