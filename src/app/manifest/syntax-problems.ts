import type { LineCounter, YAMLError } from "yaml";
import { hideSecrets } from "./hide-secrets.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { placeAt } from "./to-placed.ts";

interface Source {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

/**
 * What the YAML parser refuses, in words that say how to mend it. A mistake of form makes the parser stumble again behind it: only the
 * first is told, except for tabs, which are told with all their lines, and keys that stand twice, which are each their own mistake.
 */
export const syntaxProblems = (errors: readonly YAMLError[], source: Source): ManifestProblem[] => {
  const tabs = errors.filter(({ code }) => code === "TAB_AS_INDENT");
  const twice = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  const others = errors.filter((error) => !tabs.includes(error) && !twice.includes(error));
  if (tabs.length > 0) return [tabProblem(source, tabs[0] as YAMLError)];
  if (others.length > 0) return [formProblem(others[0] as YAMLError, source)];
  return twice.map((error) => duplicateProblem(error, source));
};

const at = (error: YAMLError, source: Source) => placeAt(error.pos[0], error.pos[1], source);

const tabProblem = (source: Source, error: YAMLError): ManifestProblem => {
  const indented = source.text.split("\n").flatMap((line, index) => (/^ *\t/.test(line) ? [index + 1] : []));
  const others = indented.length > 1 ? ` (lines ${indented.join(", ")})` : "";
  return { code: "LS110", message: `a tab is used to indent${others}; YAML allows only blanks`, place: at(error, source), todo: "Replace each tab by two blanks." };
};

const duplicateProblem = (error: YAMLError, source: Source): ManifestProblem => {
  const place = placeAt(error.pos[0], source.text.length, source);
  const line = source.text.split("\n")[place.line - 1] ?? "";
  const key = /^["']?([^"':{},]+)/.exec(line.slice(place.column - 1))?.[1]?.trim() ?? "";
  const first = firstOf(source.text.split("\n"), place.line, line, key);
  const message = `the key ${key} stands twice in one map${first === null ? "" : `; the first one is on line ${first}`}`;
  return { code: "LS110", message, place: { ...place, length: Math.max(1, key.length) }, todo: "Keep one of them, or merge what stands below them." };
};

/** The line above with the same key at the same depth. */
const firstOf = (lines: readonly string[], line: number, text: string, key: string): number | null => {
  const indent = /^[\s-]*/.exec(text)?.[0].length ?? 0;
  for (let above = line - 2; above >= 0; above -= 1) {
    const other = lines[above] ?? "";
    if ((/^[\s-]*/.exec(other)?.[0].length ?? 0) === indent && other.slice(indent).replaceAll(/["']/g, "").startsWith(`${key}:`)) return above + 1;
  }
  return null;
};

const formProblem = (error: YAMLError, source: Source): ManifestProblem => {
  const place = at(error, source);
  const lines = source.text.split("\n").map(hideSecrets);
  const line = lines[place.line - 1] ?? "";
  const problem = (message: string, todo: string, where = place): ManifestProblem => ({ code: "LS110", message, place: where, todo });

  if (error.code === "BLOCK_AS_IMPLICIT_KEY" || error.code === "MULTILINE_IMPLICIT_KEY") {
    const glued = /^(\s*(?:- )?)([\w.-]+):(\S.*)$/.exec(line);
    if (glued !== null && !/^\s*(?:- )?[\w.-]+:\s/.test(line)) {
      const column = (glued[1] as string).length + (glued[2] as string).length + 1;
      return problem(`a blank is missing behind the colon of ${glued[2]}`, `Write ${glued[2]}: ${glued[3]}`, { ...place, column, length: 1 });
    }
    const [, before = "", value = ""] = /^(\s*(?:- )?[^:]+:\s+)(\S.*?)\s*$/.exec(line) ?? [];
    if (/:(\s|$)/.test(value) && !/^["']/.test(value)) {
      return problem(`the value ${value} holds a colon followed by a blank, which YAML reads as another key`, `Put it in quotes: ${before.trim()} "${value.replaceAll('"', '\\"')}"`, { ...place, column: before.length + 1, length: value.length });
    }
    const below = lines.findIndex((text, index) => index >= place.line && text.trim() !== "" && !text.trim().startsWith("#"));
    const next = lines[below] ?? "";
    const depth = (text: string): number => /^\s*/.exec(text)?.[0].length ?? 0;
    if (depth(next) > depth(line) && next.trim() !== "") {
      const key = next.trim().split(":")[0] ?? "";
      const above = line.trim().split(":")[0] ?? "";
      return problem(`${key} is indented below ${above}, which has a value already`, `If ${key} stands beside ${above}, indent it by ${depth(line)} blanks; if it belongs to ${above}, move the value ${value} to a line of its own below ${above}, behind its key.`, { ...place, line: below + 1, column: depth(next) + 1, length: Math.max(1, key.length) });
    }
    const bare = line.trim();
    if (!bare.includes(":") && /^[\w.-]+$/.test(bare)) return problem(`${bare} has no colon, so that it is no key`, `Write ${bare}: and its value behind it, or indented below it.`);
    return problem("this line is neither `key: value` nor `- item`", "Write `key: value`, with a blank behind the colon.");
  }
  if (error.code === "BAD_INDENT" && !error.message.includes("Flow")) {
    const depth = /^\s*/.exec(line)?.[0].length ?? 0;
    const column = depth + 1;
    const depths = indentsAbove(lines, place.line);
    return problem(`this line is indented by ${depth} blanks, which is no depth that is open here`, `Indent it by ${depths.join(" or ")} blanks, like a line above that it belongs to.`, { ...place, column, length: Math.max(1, line.trim().split(":")[0]?.length ?? 1) });
  }
  if (error.code === "MISSING_CHAR" && /quote/.test(error.message)) {
    const quote = error.message.includes('"') ? '"' : "'";
    const open = openingQuote(source.text.slice(0, error.pos[0]), quote);
    const where = open === null ? place : placeAt(open, source.text.length, source);
    const opened = (lines[where.line - 1] ?? "").trimEnd();
    return problem(`a text begins with ${quote} and is never closed`, open === null ? `Put ${quote} at the text's end.` : `Write ${opened.trim()}${quote}`, where);
  }
  if (error.code === "BAD_SCALAR_START") {
    const value = line.slice(place.column - 1).trim();
    return problem(`a value cannot begin with ${value.charAt(0)}`, `Put it in quotes: "${value}"`, { ...place, length: value.length });
  }
  if (/Flow (sequence|map)/i.test(error.message)) {
    const bracket = /sequence/i.test(error.message) ? "]" : "}";
    return problem(`a list or map in brackets is not closed with ${bracket} before this line`, `Put ${bracket} at its end.`);
  }
  const [, told, todo] = otherForms.find(([form]) => form.test(error.message)) ?? [null, error.message.split("\n")[0] ?? error.message, "Mend this line; a value with special characters goes in quotes."];
  return problem(told, todo);
};

/** What else the parser may say, in our words. */
const otherForms: readonly (readonly [RegExp, string, string])[] = [
  [/Implicit map keys need to be followed/, "this line has no colon, so that it is no key with a value", "Write key: value, or take the line out."],
  [/Unexpected flow-(seq|map)-end/, "a bracket is closed here that was not opened", "Take the bracket out, or open it before its first value."],
  [/block-seq-ind on same line/, "a list with dashes begins on the line of its key", "Put each item on a line of its own below the key, or write them as [a, b]."],
  [/at node end|Unexpected scalar/, "something follows a value that has ended already", "Take it out, or put the whole value in one pair of quotes."],
  [/Block collections are not allowed within flow/, "inside of brackets a comma is missing, or a key without braces stands there", "Divide the entries by commas, each key: value in {} and each item in []."],
  [/Comments must be separated/, "a comment follows without a blank before #", "Put a blank before #, or the value in quotes when # belongs to it."],
];

/** Depths, in blanks, that lines above have and that this line may have. */
const indentsAbove = (lines: readonly string[], line: number): number[] => {
  const open: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let index = line - 2; index >= 0; index -= 1) {
    const text = lines[index] ?? "";
    if (text.trim() === "" || text.trim().startsWith("#")) continue;
    const depth = /^\s*/.exec(text)?.[0].length ?? 0;
    if (depth < least) open.push(depth);
    least = Math.min(least, depth);
  }
  return open.filter((depth) => depth > 0).slice(0, 2).sort((a, b) => a - b);
};

/** Where the quote was opened that is not closed: the last one that begins a value. */
const openingQuote = (text: string, quote: string): number | null => {
  const found = [...text.matchAll(new RegExp(`(?<=(?:^|[:,[{-])\\s*)${quote}`, "gm"))].find(({ index }) => {
    const rest = text.slice(index + 1, text.indexOf("\n", index) === -1 ? text.length : text.indexOf("\n", index));
    return !rest.includes(quote);
  });
  return found?.index ?? null;
};
