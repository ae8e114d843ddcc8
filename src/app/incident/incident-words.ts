import type { Incident, IncidentEvent } from "../../core/domain/incident.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { inOneLine } from "../../core/wording/in-one-line.ts";
import { shortNumber } from "../../core/wording/short-number.ts";

const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")}Z`;

/** One line per incident, aligned. */
export const incidentTable = (incidents: readonly Incident[]): string => {
  const rows = incidents.map(({ id, status, severity, openedAt, owner, subject, title }) => [id, status, severity, minute(openedAt), owner?.name ?? "nobody", `${subject}: ${title}`].map(inOneLine));
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`).join("");
};

/** An incident with all that happened, for people. */
export const incidentWords = (incident: Incident, wayBack: readonly string[]): string => {
  const { id, title, subject, kind, status, severity, owner, consequence, openedAt, since, closedAt, escalatedTo, wellFor, unheardFor, alarm, events } = incident;
  const lines = [
    `${id}  ${title}`,
    `  ${kind === "review" ? "review of" : "departure of"} ${subject}, ${severity}, ${status}${status === "recovering" ? `: ${countOf(wellFor, "look")} in a row well` : ""}${unheardFor > 0 && status !== "closed" ? `; ${countOf(unheardFor, "look")} told nothing` : ""}`,
    `  opened ${minute(openedAt)}${since === null ? "" : `, began about ${since}`}${closedAt === null ? "" : `, closed ${minute(closedAt)}`}`,
    `  owner ${owner === null ? "nobody" : `${owner.name}${owner.contact === undefined ? "" : ` (${owner.contact})`}`}${escalatedTo === null ? "" : `, escalated to ${escalatedTo}`}; agreed consequence: ${consequence.replace("-", " ")}`,
    ...(alarm === null ? [] : [`  people ${alarm} the alarm`]),
    "",
    ...events.map((event) => `  ${minute(event.at)}  ${eventWords(event)}`),
    ...(wayBack.length === 0 || status === "closed" ? [] : ["", "  The way back:", ...wayBack.map((line) => `    ${line}`)]),
  ];
  return `${lines.map(inOneLine).join("\n")}\n`;
};

/** What happened, in one line. */
export const eventWords = (event: IncidentEvent): string => inOneLine(toldWords(event));

const toldWords = (event: IncidentEvent): string => {
  switch (event.kind) {
    case "opened": return `opened by run ${event.run}: ${event.sentence === "" ? event.title : event.sentence}`;
    case "observed": return `run ${event.run}: ${verdictWords[event.verdict]}${event.estimate === null ? "" : `, estimate ${shortNumber(event.estimate)}`}: ${event.sentence}`;
    case "escalated": return `went to ${event.to}: ${event.why}`;
    case "acknowledged": return `${event.by} acknowledged it${event.note === null ? "" : `: ${event.note}`}`;
    case "assigned": return `${event.by} assigned it to ${event.to}`;
    case "commented": return `${event.by}: ${event.note}`;
    case "judged": return `${event.by} ${event.alarm} the alarm${event.note === null ? "" : `: ${event.note}`}`;
    case "post-mortem": return `${event.by} wrote a post-mortem: ${event.postMortem.summary}`;
    case "action": return `${event.by} asked ${event.item.owner} to: ${event.item.title}${event.item.due === null ? "" : `, by ${event.item.due}`}`;
    case "action-done": return `${event.by} closed the action ${event.item}${event.note === null ? "" : `: ${event.note}`}`;
    case "remedied": return `${event.dryRun ? "tried without effect" : "carried out"} by ${event.by}: ${event.remedy}: ${event.outcome}`;
    case "recovered": return `recovered after ${countOf(event.looks, "look")}`;
    case "closed": return `closed${event.by === null ? "" : ` by ${event.by}`}: ${event.why}`;
    case "reopened": return `opened again by run ${event.run}: ${event.why}`;
  }
};

const verdictWords: Readonly<Record<Verdict, string>> = { pass: "well", warn: "well, with a warning", fail: "failing", inconclusive: "nothing could be told", error: "could not be judged" };
