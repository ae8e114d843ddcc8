import type { Tolerance } from "../../core/domain/tolerance.ts";
import { readNumber } from "./read-option.ts";

/** One `--tolerance`: for the output it names, or for all outputs that no other names. */
export interface AgreedTolerance {
  readonly output: string | null;
  readonly tolerance: Tolerance;
}

/** The grammar, as --help shows it. */
export const toleranceGrammar = `SPEC is [OUTPUT:]PARTS
  PARTS is a number, an absolute tolerance:          1e-6
  or parts separated by commas:                      abs=1e-8,rel=1e-6,mode=either
    abs=X   |a - b| <= X                  rel=X   |a - b| <= X * max(|a|, |b|)
    mode    either (default): one of the two holds; both: both hold;
            additive: |a - b| <= abs + rel * max(|a|, |b|)
  OUTPUT: limits it to one output:                   score:abs=1e-6`;

const modes = ["either", "both", "additive"] as const;

/** Reads one `--tolerance`; undefined when it is not in the grammar. An output's name may hold colons: the last one counts. */
export const readTolerance = (text: string): AgreedTolerance | undefined => {
  const colon = text.lastIndexOf(":");
  const output = colon === -1 ? null : text.slice(0, colon).trim();
  if (output === "") return undefined;
  const parts = readParts(text.slice(colon + 1).trim());
  return parts === undefined ? undefined : { output, tolerance: { ...parts, origin: "agreed", why: `--tolerance ${text}` } };
};

const readParts = (text: string): Pick<Tolerance, "mode" | "absolute" | "relative"> | undefined => {
  const bare = readLimit(text);
  if (bare !== undefined) return { mode: "either", absolute: bare, relative: 0 };
  const given = new Map<string, string>();
  for (const part of text.split(",")) {
    const [name = "", value, ...rest] = part.split("=").map((piece) => piece.trim());
    if (value === undefined || rest.length > 0 || given.has(name) || !["abs", "rel", "mode"].includes(name)) return undefined;
    given.set(name, value);
  }
  const mode = modes.find((each) => each === (given.get("mode") ?? "either"));
  const absolute = readLimit(given.get("abs") ?? "0");
  const relative = readLimit(given.get("rel") ?? "0");
  const limits = ["abs", "rel"].filter((name) => given.has(name)).length;
  // With one limit only, `both` would let nothing but equal values through, which nobody means.
  if (mode === undefined || absolute === undefined || relative === undefined || limits < (mode === "both" ? 2 : 1)) return undefined;
  return { mode, absolute, relative };
};

const readLimit = (text: string): number | undefined => {
  const value = readNumber(text);
  return value !== undefined && value >= 0 ? value : undefined;
};
