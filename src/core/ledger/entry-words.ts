import type { LedgerEntry } from "../domain/ledger-entry.ts";
import { inOneLine } from "../wording/in-one-line.ts";
import { prunedNames } from "../wording/pruned-names.ts";
import type { CanonicalValue } from "./canonical-json.ts";

/** What an entry says happened, in one line; `payload` is the run or record it seals, null where it is not at hand. */
export const entryWords = (entry: Pick<LedgerEntry, "kind" | "subject">, payload: CanonicalValue | null): string => inOneLine(wordsOf(entry, payload));

const wordsOf = ({ kind, subject }: Pick<LedgerEntry, "kind" | "subject">, payload: CanonicalValue | null): string => {
  const text = (...path: readonly string[]): string | null => {
    const value = at(payload, path);
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  };
  const because = text("reason") === null ? "" : `: ${text("reason")}`;
  switch (kind) {
    case "run": return `run ${subject}${text("verdict") === null ? "" : ` ended as ${text("verdict")}: ${text("headline")}`}`;
    case "baseline": return text("revertOf") === null ? `baseline ${subject} approved${text("run", "id") === null ? "" : ` from run ${text("run", "id")}`}${because}` : `baseline ${subject} takes v${text("revertOf")} up again${because}`;
    case "golden": return `${rows(at(payload, ["added"]))} added to the golden set ${text("file") ?? subject}${text("run") === null ? "" : ` from run ${text("run")}`}${because}`;
    case "sign-off": return `${text("statement", "predicate", "model") ?? "a model"} signed off${text("statement", "predicate", "environment") === null ? "" : ` for ${text("statement", "predicate", "environment")}`}${text("statement", "predicate", "signer") === null ? "" : ` by ${text("statement", "predicate", "signer")}`}${text("file") === null ? "" : `: ${text("file")}`}`;
    case "gate": return `gate${text("asked") === null ? "" : ` of ${text("asked")}`}: the sign-off ${gateOutcomes[text("outcome") ?? ""] ?? "was looked at"}`;
    case "hypothesis": return `hypothesis ${text("hypothesis") ?? subject} ${text("version") === "1" ? "registered" : `amended to version ${text("version") ?? "?"}`}${text("author") === null ? "" : ` by ${text("author")}`}${because}`;
    case "calendar": return `calendar registered: ${subject}${because}`;
    case "incident": return `incident ${subject}${text("event", "kind") === null ? "" : ` ${text("event", "kind")}`}${text("event", "by") === null ? "" : ` by ${text("event", "by")}`}`;
    case "fingerprint": return `${text("environment") ?? subject} ${text("before") === null ? "was read for the first time" : `is not what it was: ${text("moved") ?? "its identity moved"}`}`;
    case "request": return `request ${subject}${text("event", "kind") === null ? "" : ` ${text("event", "kind")}`}${text("event", "by") === null ? "" : ` by ${text("event", "by")}`}${at(payload, ["event", "asserted"]) === true ? ", a name given on the command line" : ""}`;
    case "waiver": return text("ended", "at") === null ? `waiver ${subject}: ${text("finding") ?? "a finding"} of ${text("model") ?? "a model"} accepted until ${text("expiresAt") ?? "?"}${because}` : `waiver ${text("waiver") ?? subject} ended before its time by ${text("ended", "by") ?? "nobody named"}${text("ended", "reason") === null ? "" : `: ${text("ended", "reason")}`}`;
    case "decision": return `decision ${subject}: ${text("action") ?? "?"} with run ${text("run") ?? "?"}${because}`;
    case "policy": return `policy ${subject} in force${because}`;
    case "review": return `review ${subject}${text("by") === null ? "" : ` done by ${text("by")}`}${text("note") === null ? "" : `: ${text("note")}`}`;
    case "remedy": return `remedy ${subject}${text("outcome") === null ? "" : `: ${text("outcome")}`}`;
    case "alert": return `alert ${subject}${text("channel") === null ? "" : ` delivered to ${text("channel")}`}`;
    case "token": return `token ${text("name") ?? subject}${text("what") === null ? "" : ` ${text("what")}`} (${subject.split("/")[0]})`;
    case "hold": return `legal hold ${subject}${text("what") === null ? "" : ` ${text("what")}`}${because}`;
    case "retention": {
      const pruned = Object.entries(prunedNames).flatMap(([what, name]) => ((text("pruned", what) ?? "0") === "0" ? [] : [`${text("pruned", what)} ${name}`]));
      return `retention ${subject}${text("removed") === null ? "" : `: ${text("removed")} documents removed`}${pruned.length === 0 ? "" : `: ${pruned.join(", ")} removed`}${because}`;
    }
    case "session": return `${text("person") ?? "somebody"} signed in${text("role") === null ? "" : ` as ${text("role")}`}${text("way") === null ? "" : ` by ${text("way")}`}`;
    case "checkpoint": return `checkpoint ${subject}`;
    case "push": return `run ${text("run") ?? subject} came from elsewhere${text("by") === null ? "" : `, sent by ${text("by")}`}${text("key", "name") === null ? ", unsigned" : `, signed with the key of ${text("key", "name")}`}`;
    case "agreement": return `terms agreed: ${subject}${because}`;
  }
};

const gateOutcomes: Readonly<Record<string, string>> = { holds: "holds", "does not hold": "does not hold", "not known": "could not be held against all that is deployed" };

const rows = (added: CanonicalValue | undefined): string => (Array.isArray(added) ? (added.length === 1 ? "1 row" : `${added.length} rows`) : "rows");

const at = (value: CanonicalValue | undefined, path: readonly string[]): CanonicalValue | undefined => {
  let found: CanonicalValue | undefined = value;
  for (const key of path) found = typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Readonly<Record<string, CanonicalValue | undefined>>)[key] : undefined;
  return found;
};
