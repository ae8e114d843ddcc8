import type { WatchEvent } from "../../work/watch/watch-job.ts";
import { mostCounted } from "../../work/watch/next-step.ts";
import { countOf } from "../../core/wording/count-of.ts";

/** What happened, in lines: a result, or a note beside the results. Failures are told by whoever knows how errors are shown. */
export const eventLines = (event: WatchEvent): { readonly to: "out" | "note"; readonly text: string } | null => {
  switch (event.kind) {
    case "planned": return note(`${event.job}: ${event.why === "first" ? "first due" : "its schedule changed; due next"} ${time(event.at)}`);
    case "gap": return note(gapWords(event));
    case "begun":
    case "awake": return null;
    case "done": return { to: "out", text: `${time(event.dueAt)}  ${event.job}  ${event.outcome.line.split("\n").join("\n  ")}` };
    case "failed": return note(`${time(event.dueAt)}  ${event.job}  could not be done (try ${event.tries})${event.retryAt === null ? "; it is given up" : `; it is tried again ${time(event.retryAt)}`}:`);
    case "held": return note(`${event.job}: another instance is at it (due ${time(event.dueAt)})`);
    case "clock": return note(`the clock went ${event.by > 0 ? "forward" : "back"} by ${Math.round(Math.abs(event.by) / 1000)} s, or the machine slept`);
    case "ahead": return note(`${event.job}: done for ${time(event.doneAt)} already, which is later than now; nothing is done twice`);
  }
};

const note = (text: string): { readonly to: "note"; readonly text: string } => ({ to: "note", text });

const gapWords = ({ job, from, to, missed, action }: Extract<WatchEvent, { kind: "gap" }>): string => {
  const span = `between ${time(from)} and ${time(to)}`;
  const count = `${countOf(missed, "due time")}${missed >= mostCounted ? " or more" : ""}`;
  if (action === "all") return `${job}: nothing ran ${span}; every due time is caught up with`;
  return action === "once" ? `${job}: ${count} ${span} passed while nothing ran; one run stands for them` : `${job}: ${count} ${span} passed while nothing ran, and are left out`;
};

/** `2026-11-21 07:15Z`, with seconds where there are any. */
const time = (ms: number): string => `${new Date(ms).toISOString().replace("T", " ").replace(/(:00)?\.000Z$/, "Z").replace(/\.\d+Z$/, "Z")}`;
