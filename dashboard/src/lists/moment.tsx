import { useSyncExternalStore } from "react";
import { formatMoment } from "../../../src/report/wording/format-number.ts";

const tickMs = 30_000;
let now = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

const subscribe = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, tickMs);
  return () => watchers.delete(watcher);
};

const units = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3600], ["minute", 60]] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "long" });

/** `3 hours ago`, `in 2 days`; `just now` within a minute. */
export const relativeTime = (iso: string, at: number): string => {
  const seconds = (Date.parse(iso) - at) / 1000;
  if (Number.isNaN(seconds)) return iso;
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? ["minute", Number.POSITIVE_INFINITY];
  return Number.isFinite(size) ? relative.format(Math.trunc(seconds / size), unit) : "just now";
};

/** A moment as people say it, and exactly: the exact one stands beneath, or where `short` in its title; on paper, where nothing is so long ago, in its place. */
export const Moment = ({ at, short = false }: { at: string; short?: boolean }) => {
  const time = useSyncExternalStore(subscribe, () => now);
  const exact = formatMoment(at);
  return <time dateTime={at} title={exact} className="moment" {...(short ? { "data-day": exact } : {})}><span>{relativeTime(at, Math.max(time, Date.now()))}</span>{!short && <small>{exact}</small>}</time>;
};
