import type { FieldValue } from "../../../core/domain/fingerprint.ts";
import { equalValues } from "../environment-facts.ts";
import { type FieldPair, sideNames } from "../pair-fields.ts";
import { sameSpelledOtherwise } from "./same-spelled-otherwise.ts";
import type { QuietRule } from "./quiet-rule.ts";

/** What a path says beyond the place it lies in: inside a Python installation the part below it, elsewhere the last name. */
const placeless = (path: string): string => {
  const inside = /[/\\]lib(?:64)?[/\\](python3?[\d.]*t?(?:[/\\].*)?|python\d+\.zip)$/.exec(path);
  return inside?.[1] === undefined ? (path.split(/[/\\]/).at(-1) ?? path) : inside[1].replace(/^python[\d.]*/, "python").replace("dist-packages", "site-packages");
};

const listOf = (value: FieldValue): readonly string[] => (Array.isArray(value) ? value : typeof value === "string" ? value.split(":") : []);

/** Whether two search paths name the same things in the same order, in other places. */
export const onlyThePlaceDiffers = ({ reference, candidate }: Pick<FieldPair, "reference" | "candidate">): boolean =>
  listOf(reference.value).map(placeless).join("\n") === listOf(candidate.value).map(placeless).join("\n");

const buildWithoutDate = (value: FieldValue): string =>
  listOf(Array.isArray(value) ? value : [String(value)]).join(" ").replaceAll(/\b[A-Z][a-z]{2}\s+\d{1,2}\s+\d{4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{2}:\d{2}(:\d{2})?\b/g, "").replaceAll(/[\s,]+/g, " ").trim();

/** Paths, dates and counters that only say where and when. */
export const quietPlaces: QuietRule = ({ kindName, kind, renamed, reference, candidate }, facts) => {
  if (kind?.moves === "nothing") return kindName === "package.loaded" ? "what is in memory and differs is told by itself" : `it moves neither answers nor latency: ${kind.title}`;
  switch (kindName) {
    case "model.mapped":
      return renamed === null ? null : "the same bytes under another path";
    case "warning.raised":
      return renamed === null ? null : "the warnings differ only in numbers";
    case "python.build":
      if (facts.value("reference", "python.version") === undefined || !equalValues(facts.value("reference", "python.version") ?? null, facts.value("candidate", "python.version") ?? null)) return null;
      return buildWithoutDate(reference.value) === buildWithoutDate(candidate.value) ? "the same version, built on another day" : null;
    case "import.path":
      return onlyThePlaceDiffers({ reference, candidate }) ? "the same search path in another place" : null;
    case "native.path":
      return facts.allEqual("native.library") ? "every native library that is loaded is equal" : null;
    case "cpu.throttled":
      return sideNames.every((side) => Number(facts.value(side, "cpu.throttled") ?? 0) > 0) ? "both are throttled, and the count grows with time" : null;
    case "locale.utf8":
      return String(reference.value) === String(candidate.value) ? sameSpelledOtherwise : null;
    default:
      return null;
  }
};
