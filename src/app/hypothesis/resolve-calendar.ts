import type { CalendarEntry } from "../../core/domain/hypothesis.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";

/** The calendar as written, defaults applied: outages and holidays are not judged, all else is judged and named. Which of it is in force, the ledger knows. */
export const resolveCalendar = ({ manifest }: Pick<LoadedManifest, "manifest">): readonly CalendarEntry[] =>
  (manifest.calendar ?? []).map(({ name, from, to, kind = "other", models, treatment, reason }) => ({
    name, kind, from, to, models: models ?? null, treatment: treatment ?? (kind === "outage" || kind === "holiday" ? "exclude" : "note"), reason: reason ?? null,
  }));
