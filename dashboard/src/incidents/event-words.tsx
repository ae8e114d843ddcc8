import type { ReactNode } from "react";
import type { IncidentEvent } from "../../../src/core/domain/incident.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";

/** An event as a timeline tells it: its sign, what happened in a line, and what was said to it. */
export interface ToldEvent {
  readonly sign: string;
  readonly weight: "bad" | "good" | "person" | "quiet";
  readonly line: ReactNode;
  readonly said: string | null;
}

const person = (sign: string, line: ReactNode, said: string | null = null): ToldEvent => ({ sign, weight: "person", line, said });

/** What happened, in words. */
export const eventTold = (event: Exclude<IncidentEvent, { readonly kind: "observed" }>): ToldEvent => {
  switch (event.kind) {
    case "opened": return { sign: "●", weight: "bad", line: event.run.includes(" ") ? <>Opened by the calendar</> : <>Opened by <a href={`/runs/${event.run}`}>a run</a></>, said: event.sentence === "" ? event.title : event.sentence };
    case "escalated": return { sign: "↑", weight: "bad", line: <>Escalated to <Person name={event.to} /></>, said: event.why };
    case "acknowledged": return person("◐", <><Person name={event.by} /> acknowledged it</>, event.note);
    case "assigned": return person("→", <><Person name={event.by} /> assigned it to <Person name={event.to} /></>);
    case "commented": return person("“", <><Person name={event.by} /> said</>, event.note);
    case "judged": return person(event.alarm === "confirmed" ? "!" : "∅", <><Person name={event.by} /> {event.alarm === "confirmed" ? "confirmed the alarm: something was wrong" : "refuted the alarm: nothing was wrong"}</>, event.note);
    case "post-mortem": return person("¶", <><Person name={event.by} /> wrote the <a href="#post-mortem">post-mortem</a></>);
    case "action": return person("☐", <><Person name={event.by} /> asked <Person name={event.item.owner} /> to do this{event.item.due !== null && <> by <When at={event.item.due} as="day" /></>}</>, event.item.title);
    case "action-done": return person("☑", <><Person name={event.by} /> did {event.item}</>, event.note);
    case "remedied": return person("⚙", <><Person name={event.by} /> {event.dryRun ? "tried without effect" : "carried out"} the remedy <b>{event.remedy}</b></>, event.outcome);
    case "recovered": return { sign: "↗", weight: "good", line: <>Recovered after {formatPlural(event.looks, "look")} that were well</>, said: null };
    case "closed": return { sign: "✓", weight: "good", line: event.by === null ? <>Closed by itself</> : <>Closed by <Person name={event.by} /></>, said: event.why };
    case "reopened": return { sign: "●", weight: "bad", line: <>Opened again by <a href={`/runs/${event.run}`}>a run</a></>, said: event.why };
  }
};
