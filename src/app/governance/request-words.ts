import type { ChangeRequest, RequestEvent, RequestSubject } from "../../core/domain/change-request.ts";
import { inOneLine } from "../../core/wording/in-one-line.ts";
import { listOf } from "../../core/wording/list-of.ts";

const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")}Z`;

/** What is asked for, in one line. */
export const subjectWords = (subject: RequestSubject): string => {
  switch (subject.kind) {
    case "decision": return `${subject.action.replaceAll("-", " ")} with run ${subject.run}${subject.model === "" ? "" : ` of ${subject.model}`} in ${subject.environment}`;
    case "waiver": return `accept ${subject.finding} of ${subject.model} in ${subject.environment ?? "every environment"} until ${minute(subject.expiresAt)}, owner ${subject.owner}`;
    case "amendment": return `change ${subject.what} of ${subject.model}`;
    case "remedy": return `carry out ${subject.remedy} for ${subject.incident}`;
    case "release-hold": return `release the hold ${subject.hold}`;
  }
};

/** One line per request, aligned. */
export const requestTable = (requests: readonly ChangeRequest[]): string => {
  const rows = requests.map(({ id, status, askedBy, subject, missing, singlePerson }) => [id, status, askedBy, `${subjectWords(subject)}${status === "open" ? `; missing: ${listOf(missing)}` : ""}${singlePerson ? "; one person asked and approved" : ""}`].map(inOneLine));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`).join("");
};

/** A request with all that happened, for people. */
export const requestWords = ({ id, subject, status, rule, authors, expiresAt, missing, singlePerson, events }: ChangeRequest): string => {
  const functions = Object.entries(rule.functions).map(([name, count]) => `${count} of ${name}`);
  const lines = [
    `${id}  ${subjectWords(subject)}`,
    `  ${status}${status === "open" ? ` until ${minute(expiresAt)}; missing: ${listOf(missing)}` : ""}`,
    `  needs ${rule.of} ${rule.of === 1 ? "approval" : "approvals"}${functions.length === 0 ? "" : `: ${functions.join(", ")}`}${rule.singlePerson ? "; policy lets one person ask and approve" : ""}`,
    ...(authors.length === 0 ? [] : [`  made by ${listOf(authors)}${rule.singlePerson ? "" : ", who cannot approve it"}`]),
    ...(singlePerson ? ["  one person asked and approved"] : []),
    ...(subject.kind === "amendment" ? ["", ...differenceLines(subject.before, subject.after), ...(subject.affects.length === 0 ? [] : [`  affects ${listOf(subject.affects)}`])] : []),
    "",
    ...events.map((event) => `  ${minute(event.at)}  ${eventWords(event)}`),
  ];
  return `${lines.map(inOneLine).join("\n")}\n`;
};

const differenceLines = (before: string | null, after: string): string[] => [...(before ?? "").split("\n").filter((line) => line !== "").map((line) => `  - ${line}`), ...after.split("\n").map((line) => `  + ${line}`)];

const eventWords = (event: RequestEvent): string => {
  const by = `${event.by}${event.asserted === true ? " (a name given on the command line)" : ""}`;
  const note = "note" in event && event.note !== null && event.note !== "" ? `: ${event.note}` : "";
  switch (event.kind) {
    case "asked": return `${by} asked: ${event.reason}`;
    case "approved": return `${by} approved${event.as === null ? "" : ` for ${event.as}`}${note}`;
    case "refused": return `${by} refused${note}`;
    case "withdrawn": return `${by} withdrew it${note}`;
    case "enacted": return `enacted by ${by}: ${event.what}`;
  }
};
