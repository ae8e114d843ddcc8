import type { z } from "zod";
import type { Manifest, ModelEntry, ToleranceSpec } from "../../core/domain/manifest.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { fromCwd, pathOf } from "./path-of.ts";
import type { Placed } from "./placed.ts";
import { valueAt } from "./value-at.ts";

type Flags = Record<string, unknown>;

/** What a model agreed on, as the flags of a check that would say the same. `tree` knows from which file the golden set's path is meant. */
export const modelFlags = (model: z.infer<typeof ModelEntry>, tree: Placed, cwd: string): Flags => {
  const golden = valueAt(tree, ["golden", "file"]);
  return given({
    inputs: golden === undefined ? undefined : fromCwd(pathOf(golden), cwd),
    key: model.golden?.key,
    label: model.golden?.label,
    exclude: names(model.golden?.exclude),
    segment: model.golden?.segments?.length === 0 ? undefined : model.golden?.segments,
    // An empty list says that no segments are compared; leaving it out lets them be found.
    segments: model.golden?.segments?.length === 0 ? false : undefined,
    outputs: names(model.outputs),
    threshold: text(model.decision?.threshold),
    tolerance: toleranceFlags(model.tolerances),
    maxOutside: text(model.maxOutside),
    maxUnmatched: text(model.maxUnmatched),
    maxLatencyRatio: text(model.maxLatencyRatio),
    claim: model.claim,
  });
};

/** How everybody is asked, as flags. */
export const askingFlags = (asking: Manifest["asking"]): Flags => {
  const timeout = asking?.timeout === undefined ? undefined : readDuration(asking.timeout);
  return given({
    repeats: text(asking?.repeats), batch: text(asking?.batch), concurrency: text(asking?.concurrency), warmup: text(asking?.warmup), seed: text(asking?.seed),
    timeout: timeout === undefined ? undefined : String(timeout / 1000),
    probes: asking?.probes,
  });
};

const toleranceFlags = (tolerances: z.infer<typeof ModelEntry>["tolerances"]): string[] | undefined => {
  const all = [...(tolerances?.default === undefined ? [] : [toleranceText(tolerances.default)]), ...Object.entries(tolerances?.outputs ?? {}).map(([output, spec]) => `${output}:${toleranceText(spec)}`)];
  return all.length === 0 ? undefined : all;
};

const toleranceText = ({ absolute, relative, mode }: z.infer<typeof ToleranceSpec>): string =>
  [absolute === undefined ? "" : `abs=${absolute}`, relative === undefined ? "" : `rel=${relative}`, mode === undefined ? "" : `mode=${mode}`].filter((part) => part !== "").join(",");

const names = (list: readonly string[] | undefined): string | undefined => (list === undefined || list.length === 0 ? undefined : list.join(","));
const text = (value: string | number | undefined): string | undefined => (value === undefined ? undefined : String(value));

/** Flags that were not given are not there at all. */
export const given = (flags: Readonly<Record<string, unknown>>): Flags => Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
