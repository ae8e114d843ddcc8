import type { Finding } from "../../core/domain/finding.ts";
import { modeMark } from "./mode-words.ts";

/** What is written beside a finding: that people accepted it for a time, that it cannot decide the run; null beside one that can. */
export const findingMark = ({ mode, waived }: Pick<Finding, "mode" | "waived">): string | null =>
  waived === undefined ? modeMark[mode] : [`waived until ${waived.expiresAt.slice(0, 10)}`, modeMark[mode]].filter((part) => part !== null).join(", ");

/** Who accepted it, why and until when, in a sentence; null where nobody did. */
export const waivedWords = ({ waived }: Pick<Finding, "waived">): string | null =>
  waived === undefined ? null : `Waived by ${waived.waiver} until ${waived.expiresAt.slice(0, 16).replace("T", " ")}Z, owner ${waived.owner}${waived.singlePerson === true ? ", asked and approved by one person" : ""}: ${waived.reason}.`;
