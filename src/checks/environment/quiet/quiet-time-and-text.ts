import type { FieldValue } from "../../../core/domain/fingerprint.ts";
import { numberIn } from "../environment-facts.ts";
import { sideNames } from "../pair-fields.ts";
import { sameSpelledOtherwise } from "./same-spelled-otherwise.ts";
import type { QuietRule } from "./quiet-rule.ts";

const coordinated: ReadonlySet<string> = new Set(["utc", "etc/utc", "utc0", "zulu", "etc/zulu", "universal", "etc/universal", "uct", "etc/uct", "gmt", "etc/gmt", "gmt0"]);
const plainNumbers: ReadonlySet<string> = new Set(["c", "posix", "c.utf-8", "c.utf8"]);

/** Two clocks this near are one: a request takes longer, and no feature is made of less. Seconds. */
const SAME_CLOCK = 2;

const textIn = (value: FieldValue): string => (Array.isArray(value) ? value.join(" ") : String(value ?? "")).trim().toLowerCase();
/** Names of a zone, without the offsets that stand behind them when they are zero. */
const zonesIn = (value: FieldValue): readonly string[] => textIn(value).replaceAll(/\S*zoneinfo\//g, "").replaceAll(/[+-]00:00/g, "").split(/[\s,]+/).filter((name) => name !== "");

/** Time zones, clocks, locales and hash seeds that mean the same in other words. */
export const quietTimeAndText: QuietRule = ({ kindName, reference, candidate }, facts) => {
  const both = (matches: (value: FieldValue) => boolean): boolean => matches(reference.value) && matches(candidate.value);
  switch (kindName) {
    case "time.zone":
      return both((value) => zonesIn(value).length > 0 && zonesIn(value).every((name) => coordinated.has(name))) && facts.allEqual("time.rules") ? `${sameSpelledOtherwise}: both are UTC, with equal rules` : null;
    case "time.offset":
      return Math.abs((numberIn(reference.value) ?? Number.NaN) - (numberIn(candidate.value) ?? Number.NaN)) < SAME_CLOCK ? `the clocks are within ${SAME_CLOCK} seconds of one another` : null;
    case "locale.numeric":
      if (both((value) => plainNumbers.has(textIn(value)))) return `${sameSpelledOtherwise}: both write numbers with a point`;
      return both((value) => plainNumbers.has(textIn(value)) || textIn(value).startsWith("en_")) && facts.allEqual("locale.point") ? "both read a point as the decimal sign" : null;
    case "locale.encoding": {
      const plain = (value: FieldValue): string => textIn(value).replaceAll(/[^a-z0-9]/g, "");
      return plain(reference.value) === plain(candidate.value) ? sameSpelledOtherwise : null;
    }
    case "hash.seed":
      return both((value) => ["", "random"].includes(textIn(value))) ? `${sameSpelledOtherwise}: both draw a seed in every process` : null;
    case "hash.canary": {
      const drawn = sideNames.every((side) => ["", "random"].includes(textIn(facts.value(side, "hash.seed") ?? null)) && facts.value(side, "hash.seed") !== undefined);
      return drawn && !sideNames.some((side) => ["false", "0"].includes(textIn(facts.value(side, "hash.randomised") ?? null))) ? "both draw a new hash seed in every process" : null;
    }
    default:
      return null;
  }
};
