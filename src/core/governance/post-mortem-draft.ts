import type { Incident, IncidentEvent, PostMortem } from "../domain/incident.ts";
import type { Run } from "../domain/run.ts";
import { countOf } from "../wording/count-of.ts";
import { listOf } from "../wording/list-of.ts";
import { shortNumber } from "../wording/short-number.ts";

/** A post-mortem filled with what is known of an incident: when it began and was seen, by whom, what was measured, what else changed, what was done. What nobody recorded is said to be missing. `run` is the one that opened it, where it is still there. */
export const postMortemDraft = (incident: Incident, run: Run | null): PostMortem => {
  const claim = run?.validation?.hypotheses.find(({ hypothesis }) => hypothesis.id === incident.subject) ?? null;
  const opened = incident.events.find((event) => event.kind === "opened");
  const looks = incident.events.filter((event) => event.kind === "observed");
  const failing = [opened, ...looks].filter((event) => event?.verdict === "fail" || event?.verdict === "warn");
  const segments = (claim?.segments ?? []).filter(({ verdict }) => verdict === "fail").flatMap(({ segment }) => (segment === null ? [] : [`${segment.column} = ${segment.value}`]));
  const changes = (claim?.concurrent ?? []).map(({ at, kind, what }) => `${at.slice(0, 10)} ${kind}: ${what}`);
  const causes = (claim?.explanations ?? []).map(({ sentence }) => sentence);
  return {
    summary: sentences([opened?.sentence === "" || opened === undefined ? incident.title : opened.sentence, `Opened ${minute(incident.openedAt)} by run ${opened?.run ?? "unknown"}`, incident.closedAt === null ? `Still ${incident.status}` : `Closed ${minute(incident.closedAt)}, ${duration(incident.openedAt, incident.closedAt)} after it was opened`]),
    impact: sentences([
      ...estimateWords(opened),
      segments.length === 0 ? "No segment is known to be hit more than others" : `Hit: ${listOf(segments)}`,
      claim === null || claim.cost === null ? "What it cost was not recorded" : `${shortNumber(claim.cost.days)} days outside, about ${shortNumber(claim.cost.amount)} ${claim.cost.unit}`,
      `${countOf(failing.length, "look")} found it so`,
    ]),
    detection: sentences([incident.since === null ? "When it began is not known" : `Began about ${minute(incident.since)}; found ${duration(incident.since, incident.openedAt)} later`, ...acknowledgedWords(incident)]),
    cause: sentences([...causes, changes.length === 0 ? "No other change of that time is recorded" : `Changed at that time: ${changes.join("; ")}`]),
    response: sentences(responses(incident.events)),
    lessons: "",
  };
};

const minute = (at: string): string => (at.length > 10 ? `${at.slice(0, 16).replace("T", " ")}Z` : at);

const duration = (from: string, to: string): string => {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 6e4));
  if (minutes < 120) return countOf(minutes, "minute");
  return minutes < 2880 ? countOf(Math.round(minutes / 60), "hour") : countOf(Math.round(minutes / 1440), "day");
};

const sentences = (parts: readonly string[]): string => parts.map((part) => `${part.replace(/[.;]\s*$/, "")}.`).join(" ");

const estimateWords = (opened: Extract<IncidentEvent, { kind: "opened" }> | undefined): string[] => {
  if (opened === undefined || opened.estimate === null) return [];
  const { estimate, interval } = opened;
  return [`Measured ${shortNumber(estimate)}${interval === null ? "" : ` (${interval.low === null ? "" : shortNumber(interval.low)} to ${interval.high === null ? "" : shortNumber(interval.high)})`}`];
};

const acknowledgedWords = ({ openedAt, events }: Incident): string[] => {
  const seen = events.find((event) => event.kind === "acknowledged");
  const escalated = events.flatMap((event) => (event.kind === "escalated" ? [`went to ${event.to} at ${minute(event.at)}`] : []));
  return [seen === undefined ? "Nobody acknowledged it" : `${seen.by} acknowledged it ${duration(openedAt, seen.at)} after it was opened`, ...(escalated.length === 0 ? [] : [`It ${listOf(escalated)}`])];
};

const responses = (events: readonly IncidentEvent[]): string[] => {
  const told = events.flatMap((event) => {
    switch (event.kind) {
      case "assigned": return [`${minute(event.at)} ${event.by} gave it to ${event.to}`];
      case "commented": return [`${minute(event.at)} ${event.by}: ${event.note}`];
      case "remedied": return [`${minute(event.at)} ${event.by} ${event.dryRun ? "tried" : "carried out"} ${event.remedy}: ${event.outcome}`];
      case "judged": return [`${minute(event.at)} ${event.by} ${event.alarm} the alarm`];
      case "recovered": return [`${minute(event.at)} recovered after ${countOf(event.looks, "look")}`];
      case "closed": return [`${minute(event.at)} closed${event.by === null ? "" : ` by ${event.by}`}: ${event.why}`];
      default: return [];
    }
  });
  return told.length === 0 ? ["Nothing that was done is recorded"] : told;
};
