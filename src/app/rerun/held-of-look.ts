import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { expectedSource } from "../hypothesis/expected-source.ts";
import { resolveHypotheses } from "../hypothesis/resolve-hypotheses.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { digestFile } from "../open-source.ts";
import { expandSource } from "../populations/expand-source.ts";
import { manifestOfLook } from "./manifest-of-look.ts";

/** Something that was one thing and may be another now; `now` is null when it is gone. */
interface Held {
  readonly what: string;
  readonly was: string | null;
  readonly now: string | null;
}

/** What a look at production was made with: its manifest's files, and its backtests, each with the labels that join it. Production itself goes on, and is held to nothing. */
export const heldOfLook = async (run: Run, { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Promise<Held[]> => {
  const written = Array.isArray(run.options["manifest"]) ? run.options["manifest"].map(String) : [];
  const manifests = await Promise.all(written.map(async (each): Promise<Held> => {
    const [path, was] = [each.slice(0, each.lastIndexOf(" ")), each.slice(each.lastIndexOf(" ") + 1)];
    const text = await readFile(resolve(cwd, path), "utf8").catch(() => null);
    return { what: `the manifest ${path}`, was, now: text === null ? null : was.startsWith("sha256:") ? `sha256:${sha256(text)}` : sha256(text) };
  }));
  const offline = (run.validation?.sources ?? []).filter(({ role, digest }) => role === "offline" && digest !== null && digest !== "");
  if (offline.length === 0) return manifests;
  const loaded = await loadedHere(manifestOfLook(run, cwd) ?? findManifest(cwd), cwd, env);
  const backtests = await Promise.all(offline.map(async ({ source, digest }): Promise<Held> => ({ what: `the backtest ${source}`, was: digest, now: await backtestNow(loaded, run, source, cwd) })));
  return [...manifests, ...backtests];
};

const loadedHere = async (path: string | null, cwd: string, env: NodeJS.ProcessEnv): Promise<LoadedManifest | null> => (path === null ? null : loadManifest(path, { cwd, env, filesOf: [] }).catch(nullWhereRefused));

/** As a look tells it: one file's own digest, else one of all of them, those of its labels behind. Null where the manifest no longer names it, or it is gone. */
const backtestNow = async (loaded: LoadedManifest | null, run: Run, source: string, cwd: string): Promise<string | null> => {
  const model = run.validation?.model;
  if (loaded === null || model === undefined || loaded.manifest.models?.[model] === undefined) return null;
  const hypothesis = resolveHypotheses(loaded, model).find(({ expected }) => expected.kind === "backtest" && expected.source === source);
  const found = hypothesis === undefined ? null : expectedSource(loaded, hypothesis);
  if (found === null) return null;
  try {
    const files = await Promise.all([found.source, ...(found.labels === null ? [] : [found.labels.source])].map(async (each) => (await expandSource(each, cwd)).paths));
    const digests = await Promise.all(files.flat().map(digestFile));
    return digests.length === 1 ? digests[0] ?? null : sha256(digests.join("\n"));
  } catch (error) {
    return nullWhereRefused(error);
  }
};

/** What cannot be read is not what it was. */
const nullWhereRefused = (error: unknown): null => {
  if (error instanceof LockstepError) return null;
  throw error;
};
