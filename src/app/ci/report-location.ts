import { readFile } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import type { CommandIo } from "../command-io.ts";

/** A place in the repository that a finding is shown at; the path from the repository's root, with slashes. */
export interface ReportLocation {
  readonly file: string;
  readonly line: number;
}

/**
 * Where the findings of a run belong in the repository: at the model in the manifest that was agreed upon. Null for a check that nobody
 * agreed on, and for a manifest outside of the repository.
 */
export const reportLocation = async (run: Run, { cwd, env }: Pick<CommandIo, "cwd" | "env">): Promise<ReportLocation | null> => {
  const manifest = run.agreement?.manifests[0]?.path;
  if (manifest === undefined) return null;
  const path = resolve(cwd, manifest);
  const file = relative(env["GITHUB_WORKSPACE"] || env["CI_PROJECT_DIR"] || cwd, path);
  if (file === "" || file.startsWith("..") || isAbsolute(file)) return null;
  // The file may be gone by the time a stored run is rendered again: its first line is as good as any then.
  const text = await readFile(path, "utf8").catch(() => "");
  return { file: file.split(sep).join("/"), line: modelLine(text, run.agreement?.model ?? "") };
};

/** The line on which `models:` names the model, from 1; the first line when it does not. */
const modelLine = (text: string, model: string): number => {
  const lines = text.split("\n");
  const models = lines.findIndex((line) => /^["']?models["']?\s*:/.test(line));
  const found = lines.findIndex((line, index) => index > models && models >= 0 && /^\s+["']?([^"':]+)["']?\s*:/.exec(line)?.[1] === model);
  return found < 0 ? 1 : found + 1;
};
