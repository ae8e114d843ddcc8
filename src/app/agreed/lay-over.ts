import { connectionKeys } from "../check/connection-options.ts";
import { type RawFlags, sideKey, sides } from "../check/parse-check-options.ts";
import { readTolerance } from "../check/read-tolerance.ts";

/**
 * The flags of a check by a manifest: what was typed goes before what was agreed, also where one speaks of both sides and the other of one, and what a typed
 * list does not name stays agreed. A typed tolerance for all outputs stands in for every agreed one.
 */
export const layOver = (agreed: RawFlags, typed: RawFlags): RawFlags => {
  const laid: Record<string, unknown> = { ...agreed, ...typed };
  for (const key of connectionKeys) {
    for (const side of sides) {
      const own = sideKey(side, key);
      if (key === "header") {
        const [ofSide, ofBoth] = [typed[own], typed[key]].map(texts);
        const kept = texts(agreed[own]).filter((each) => ![...(ofSide ?? []), ...(ofBoth ?? [])].some((other) => headerName(other) === headerName(each)));
        if (laid[own] !== undefined) laid[own] = [...kept, ...(ofSide ?? [])];
      } else if (typed[key] !== undefined && typed[own] === undefined) delete laid[own];
    }
  }
  if (typed["tolerance"] !== undefined) {
    const named = new Set(texts(typed["tolerance"]).map(outputOf));
    laid["tolerance"] = [...(named.has(null) ? [] : texts(agreed["tolerance"]).filter((each) => !named.has(outputOf(each)))), ...texts(typed["tolerance"])];
  }
  // One of the two says the contrary of the other; only when both were typed is that a mistake.
  if (typed["segment"] !== undefined && typed["segments"] === undefined) delete laid["segments"];
  if (typed["segments"] === false && typed["segment"] === undefined) delete laid["segment"];
  return laid;
};

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const headerName = (header: string): string => (header.split(":")[0] ?? "").trim().toLowerCase();

/** The output that a tolerance names; null for all, undefined for a text that is none and is refused later. */
const outputOf = (text: string): string | null | undefined => readTolerance(text)?.output;
