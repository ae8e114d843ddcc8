import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { codeRevision } from "../check/code-revision.ts";
import { digestFile } from "../open-source.ts";
import { toolVersion } from "../tool-version.ts";
import { heldOfLook } from "./held-of-look.ts";

/** Something that a run was made with and that is another now; `now` is null when it is gone. */
export interface ChangeSince {
  readonly what: string;
  readonly was: string;
  readonly now: string | null;
}

/** What is no longer as it was when a run was made: inputs and files of predictions, manifests, agreed files, Lockstep itself, the code, the machine. */
export const changesSince = async (run: Run, { cwd, env, folder }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; /** Of the first manifest. */ readonly folder: string }): Promise<ChangeSince[]> => {
  const found: ChangeSince[] = [];
  const hold = (what: string, was: string | null, now: string | null): void => {
    if (was !== null && was !== now) found.push({ what, was, now });
  };
  const { inputs } = run.options;
  if (typeof inputs === "string" && !run.inputs.synthetic) hold(`the inputs ${inputs}`, run.inputs.digest, await digestOf(resolve(cwd, inputs)));
  if (run.kind === "validate") for (const { what, was, now } of await heldOfLook(run, { cwd, env })) hold(what, was, now);
  else for (const { kind, address, digest, protocol } of Object.values(run.environments)) if (kind === "file" && !protocol.startsWith("baseline")) hold(`the predictions ${address}`, digest, await digestOf(address));
  for (const { path, digest } of run.agreement?.manifests ?? []) hold(`the manifest ${path}`, digest, await readFile(join(folder, path), "utf8").then((text) => `sha256:${sha256(text)}`, () => null));
  for (const { path, digest } of run.agreement?.artifacts ?? []) hold(`the file ${path}`, digest, await digestOf(resolve(folder, path)).then((now) => (now === null ? null : `sha256:${now}`)));
  hold("Lockstep", run.tool.version, toolVersion());
  hold("the code revision", run.codeRevision, codeRevision(cwd));
  hold("the machine", `${run.host.platform} ${run.host.arch}, Node ${run.host.node}`, `${process.platform} ${process.arch}, Node ${process.versions.node}`);
  return found;
};

/** Null when it cannot be read: then it is not what it was. */
const digestOf = (path: string): Promise<string | null> => digestFile(path).catch(() => null);
