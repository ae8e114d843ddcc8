import { formatDay, formatMoment } from "../../../src/report/wording/format-number.ts";

const units = [["year", 365 * 864e5], ["month", 30 * 864e5], ["day", 864e5], ["hour", 36e5], ["minute", 6e4]] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** `3 days ago`, `in 2 hours`, `just now`; what is no date is given back as it is. */
export const agoWords = (at: string, now: number): string => {
  const distance = Date.parse(at) - now;
  if (Number.isNaN(distance)) return at;
  const unit = units.find(([, size]) => Math.abs(distance) >= size * 0.95);
  return unit === undefined ? (distance > 0 ? "in a moment" : "just now") : relative.format(Math.round(distance / unit[1]), unit[0]);
};

/** A moment: how long ago (`ago`), the day alone (`day`), or the time of it; the full moment on hover. On paper nothing is so long ago: there it is the day. */
export const When = ({ at, as = "moment" }: { at: string; as?: "ago" | "day" | "moment" }) => (
  <time className="when" dateTime={at} title={formatMoment(at)} {...(as === "ago" ? { "data-day": formatDay(at) } : {})}>{as === "ago" ? agoWords(at, Date.now()) : as === "day" ? formatDay(at) : formatMoment(at)}</time>
);
