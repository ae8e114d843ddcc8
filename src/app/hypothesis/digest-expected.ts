import { createHash } from "node:crypto";
import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { digestFile } from "../open-source.ts";
import { expandSource } from "../populations/expand-source.ts";
import { expectedSource } from "./expected-source.ts";

/**
 * sha256 of what each backtest holds, by hypothesis id, as an opened population names its digest: of the file, or of the digests of all files in their order, labels last.
 * Nothing for expectations that are written out. LS201 for a backtest that is not there.
 */
export const digestExpected = async (loaded: LoadedManifest, hypotheses: readonly Hypothesis[]): Promise<ReadonlyMap<string, string>> => {
  const known = new Map<string, Promise<string>>();
  const found = new Map<string, string>();
  for (const hypothesis of hypotheses) {
    const source = expectedSource(loaded, hypothesis);
    if (source === null) continue;
    const sources = [source.source, ...(source.labels === null ? [] : [source.labels.source])];
    const key = JSON.stringify(sources);
    const digest = known.get(key) ?? digestOf(sources, loaded.world.cwd);
    known.set(key, digest);
    found.set(hypothesis.id, await digest);
  }
  return found;
};

const digestOf = async (sources: readonly string[], cwd: string): Promise<string> => {
  const digests: string[] = [];
  for (const source of sources) for (const path of (await expandSource(source, cwd)).paths) digests.push(await digestFile(path));
  const [only, second] = digests;
  return only !== undefined && second === undefined ? only : createHash("sha256").update(digests.join("\n")).digest("hex");
};
