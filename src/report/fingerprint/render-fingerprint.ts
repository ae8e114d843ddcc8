import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { valueWords } from "../../core/fingerprint/value-words.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { type TerminalInk, terminalInk } from "../terminal/terminal-ink.ts";
import { visibleText } from "../wording/visible-text.ts";

const methods: Readonly<Record<Fingerprint["method"], string>> = {
  "in-process": "read by the serving process itself", proc: "read from beside the process", "new-process": "read by a new process beside the server: its process fields are not the server's", declared: "declared, not read",
};

const idCells = 44;

const line = (id: string, text: string, ink: TerminalInk): string => `  ${ink.plain(visibleText(id)).padEnd(idCells)}  ${ink.plain(visibleText(text))}`;

/** A fingerprint for people: how it was read, its fields by group, then what could not be read and why. */
export const renderFingerprint = (fingerprint: Fingerprint, options: { readonly color: boolean; readonly ascii: boolean }): string => {
  const ink = terminalInk(options);
  const { fields, unread, probe, method, takenAt, pid } = fingerprint;
  const groups = Map.groupBy(Object.keys(fields), (id) => parseFieldId(id).kind?.group ?? "not known to this version");
  const missing = Object.entries(unread);
  return [
    ink.strong(`${countOf(Object.keys(fields).length, "field")}, ${methods[method]}`),
    ink.plain(visibleText(`${probe}, ${takenAt}${pid === null ? "" : `, process ${pid}`}`)),
    ...[...groups].flatMap(([group, ids]) => ["", ink.strong(group), ...ids.map((id) => line(id, valueWords(fields[id]?.value ?? null, parseFieldId(id).kindName), ink))]),
    ...(missing.length === 0 ? [] : ["", ink.strong("could not be read"), ...missing.map(([id, why]) => line(id, why, ink))]),
    "",
  ].join("\n");
};
