import type { RequestSubject } from "../../../src/core/domain/change-request.ts";
import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { formatDay } from "../../../src/report/wording/format-number.ts";

/** What is asked for, as one line of plain words. */
export const subjectSentence = (subject: RequestSubject): string => {
  switch (subject.kind) {
    case "decision": return `${decisionWords[subject.action]}: ${subject.model} in ${subject.environment}`;
    case "waiver": return `Accept that ${subject.finding} fails for ${subject.model}${subject.environment === null ? "" : ` in ${subject.environment}`} until ${formatDay(subject.expiresAt)}`;
    case "amendment": return `Change ${subject.what} of ${subject.model}`;
    case "remedy": return `Carry out ${subject.remedy} for ${subject.incident}`;
    case "release-hold": return `End the legal hold ${subject.hold}`;
  }
};

/** What kind of thing is asked for. */
export const subjectKinds: Readonly<Record<RequestSubject["kind"], string>> = { decision: "decision", waiver: "waiver", amendment: "amendment", remedy: "remedy", "release-hold": "end of a hold" };
