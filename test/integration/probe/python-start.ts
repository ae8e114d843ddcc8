import { spawn } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Fingerprint } from "../../../src/core/domain/fingerprint.ts";

/** How one Python process is started and what it does before it reads itself. */
export interface PythonStart {
  /** Added to a small environment; `{folder}` stands for the process's own folder. */
  readonly env?: Readonly<Record<string, string>>;
  /** The interpreter's own arguments. */
  readonly args?: readonly string[];
  /** Python source that runs first; `folder` is the process's own folder. */
  readonly before?: string;
  /** Python source of the arguments of `fingerprint(…)`. */
  readonly options?: string;
  /** Files in the process's own folder, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Name of the script that runs; without one it runs from `-c`. */
  readonly script?: string;
  /** Where it works, relative to its own folder. */
  readonly cwd?: string;
  /** Arguments of the program. */
  readonly words?: readonly string[];
  /** Another interpreter than the row's. */
  readonly python?: string;
}

/** The SDK's sources, as a search path. */
export const sdkSource = fileURLToPath(new URL("../../../python/src", import.meta.url));

const program = ({ before = "", options = "" }: PythonStart, folder: string): string =>
  `import json, os, sys\nfolder = ${JSON.stringify(folder)}\n${before}\nfrom lockstep import probe\nsys.stdout.write(json.dumps(probe.fingerprint(${options})))\nsys.stdout.flush()\n`;

/** Runs a program to its end and gives what it printed; rejects with all that it said when it fails. */
export const runToEnd = (file: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(printed) : reject(new Error(`${file} ended with ${String(code)}\n${said}${printed}`))));
  });

/** Starts Python so and gives the fingerprint that the process took of itself, held against its schema. */
export const takeFingerprint = async (python: string, start: PythonStart): Promise<Fingerprint> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "lockstep-probe-")));
  try {
    for (const [name, text] of Object.entries(start.files ?? {})) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const cwd = join(folder, start.cwd ?? ".");
    await mkdir(cwd, { recursive: true });
    const source = program(start, folder);
    const run = start.script === undefined ? ["-c", source] : [join(folder, start.script)];
    if (start.script !== undefined) await writeFile(join(folder, start.script), source);
    const given = Object.entries(start.env ?? {}).map(([name, value]) => [name, value.replaceAll("{folder}", folder)] as const);
    const env = { PATH: process.env["PATH"] ?? "", HOME: folder, ...Object.fromEntries(given) };
    const path = "PYTHONPATH" in env ? `${sdkSource}:${String(env["PYTHONPATH"])}` : sdkSource;
    return Fingerprint.parse(JSON.parse(await runToEnd(start.python ?? python, [...(start.args ?? []), ...run, ...(start.words ?? [])], { cwd, env: { ...env, PYTHONPATH: path } })));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
