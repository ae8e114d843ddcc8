import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { sourceExtensions } from "../open-source.ts";

/** What a folder holds that a manifest could speak of; paths are relative to it. Nothing is run, and nobody is asked. */
export interface FolderFacts {
  /** Files of rows that look like inputs, the likeliest golden set first. */
  readonly inputs: readonly string[];
  /** Files of rows that look like answers. */
  readonly predictions: readonly string[];
  /** Model files, or the folder that an MLmodel file describes. */
  readonly models: readonly string[];
  readonly locks: readonly string[];
  readonly dockerfile: string | null;
  /** A description of an HTTP interface. */
  readonly openapi: string | null;
  readonly ci: "github" | "gitlab" | null;
  /** The folder that capture_training wrote to. */
  readonly training: string | null;
  /** Of the git remote, or the folder's own. */
  readonly project: string;
}

const modelEndings = /\.(pkl|pickle|joblib|onnx|pt|pth|h5|keras|safetensors|cbm|ubj|bst|pmml|gguf|tflite|mar)$/i;
const lockNames = /^(requirements.*\.txt|pylock(\..*)?\.toml|uv\.lock|poetry\.lock|conda-lock\.ya?ml|package-lock\.json)$/;
const looksLikeAnswers = /predict|scores?\b|scored|answers?|results?|recording/i;
const looksLikeInputs = /golden|input|rows|sample|holdout|features?/i;

/** Folders that hold other people's files, or ours. */
const skipped = new Set(["node_modules", "venv", "env", "site-packages", "dist", "build", "lockstep", "mlruns", "lockstep-demo"]);

/** Deep enough for data/golden/rows.csv, and a look that ends at once in a home directory. */
const deepest = 3;
const mostFiles = 5_000;

export const lookAtFolder = (folder: string): FolderFacts => {
  const files = listFiles(folder);
  const tables = files.filter((path) => sourceExtensions.some((ending) => path.toLowerCase().endsWith(ending)));
  const predictions = tables.filter((path) => looksLikeAnswers.test(basename(path)) || namedEnvironment(path) !== null);
  const inputs = tables.filter((path) => !predictions.includes(path)).sort((a, b) => Number(looksLikeInputs.test(basename(b))) - Number(looksLikeInputs.test(basename(a))));
  const mlmodel = files.find((path) => basename(path) === "MLmodel");
  const packed = mlmodel === undefined ? null : mlmodel.slice(0, -"/MLmodel".length) || ".";
  const captured = files.find((path) => path.endsWith("lockstep-training/fingerprint.json"))?.slice(0, -"/fingerprint.json".length);
  // The model's folder, in which capture_training made its own.
  const training = captured === undefined ? null : captured.slice(0, -"/lockstep-training".length) || captured;
  return {
    inputs,
    predictions,
    models: packed !== null && packed !== "." ? [packed] : files.filter((path) => modelEndings.test(path)).slice(0, 5),
    locks: files.filter((path) => lockNames.test(path) && (!path.startsWith("requirements") || readText(join(folder, path)).includes("--hash="))),
    dockerfile: files.find((path) => /^(.*\/)?Dockerfile(\..+)?$/.test(path)) ?? null,
    openapi: files.find((path) => /(^|\/)(openapi|swagger)\.(json|ya?ml)$/i.test(path)) ?? null,
    ci: files.includes(".gitlab-ci.yml") ? "gitlab" : files.some((path) => path.startsWith(".github/")) ? "github" : null,
    training,
    project: remoteName(folder) ?? basename(folder),
  };
};

/** `staging` of `data/staging.parquet` or `predictions-staging.csv`; null when no environment is named. */
export const namedEnvironment = (path: string): string | null => /(?:^|[-_.])(staging|stage|testing|test|production|prod|canary|training|train|dev)(?=[-_.])/i.exec(basename(path))?.[1]?.toLowerCase() ?? null;

const listFiles = (folder: string): string[] => {
  const found: string[] = [];
  const visit = (below: string, depth: number): void => {
    let entries;
    try {
      entries = readdirSync(join(folder, below), { withFileTypes: true });
    } catch {
      // A folder that may not be read holds nothing that could be suggested.
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= mostFiles) return;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      const hidden = entry.name.startsWith(".") && entry.name !== ".github" && entry.name !== ".gitlab-ci.yml";
      if (entry.isFile() && !hidden) found.push(path);
      else if (entry.isDirectory() && !hidden && !skipped.has(entry.name) && depth < deepest) visit(path, depth + 1);
    }
  };
  visit("", 1);
  return found;
};

const readText = (path: string): string => {
  try {
    return statSync(path).isFile() ? readFileSync(path, "utf8") : "";
  } catch {
    // What cannot be read is not suggested.
    return "";
  }
};

/** `credit-scoring` of `git@host:team/credit-scoring.git`. */
const remoteName = (folder: string): string | null => /\[remote "[^"]*"\][^[]*?url\s*=\s*\S*?([\w.-]+?)(?:\.git)?\/?\s*$/m.exec(readText(join(folder, ".git", "config")))?.[1] ?? null;
