import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import type { ValuePath } from "../manifest/placed.ts";
import { labelsFile, pathAt, type WrittenSource } from "./resolve-production.ts";

/** The backtest of a hypothesis as a population to open, its paths as they work from where the command runs; null where the expectation is written out. */
export const expectedSource = (loaded: LoadedManifest, { model, name, expected }: Hypothesis): WrittenSource | null => {
  if (expected.kind !== "backtest") return null;
  const path: ValuePath = ["models", model, "hypotheses", name, "expected"];
  return {
    source: pathAt(loaded, [...path, "backtest"]) ?? expected.source, format: expected.format, zone: expected.zone,
    map: pathAt(loaded, [...path, "map"]), labels: labelsFile(pathAt(loaded, [...path, "labels"])),
  };
};
