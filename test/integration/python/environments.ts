import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The environments, each locked by the requirements file of its name beside this file. */
export const environmentNames = ["sklearn-1.3.0", "sklearn-1.4.2", "mlserver", "mlflow", "bentoml", "kserve", "cyclonedx"] as const;
/** What others use where Lockstep compares populations; built only by the benches that stand beside them. */
export const peerNames = ["evidently", "nannyml", "whylogs"] as const;
/** Feature stores that are asked for real; half a gigabyte, built when a test first needs it. */
const storeNames = ["feast"] as const;
/** What asks the server; built when a test first needs it. */
const toolNames = ["schemathesis"] as const;
export type EnvironmentName = (typeof environmentNames)[number] | (typeof peerNames)[number] | (typeof storeNames)[number] | (typeof toolNames)[number];

export interface PythonEnvironment {
  readonly name: EnvironmentName;
  /** The interpreter inside the virtual environment. */
  readonly python: string;
  /** The directory that holds it and the console scripts (`mlserver`, `mlflow`). */
  readonly bin: string;
  readonly directory: string;
  /** sha256 over the interpreter's version and the requirements, first 12 hex digits; part of the directory's name. */
  readonly digest: string;
  /** What building it took; null when it was there already. */
  readonly builtInSeconds: number | null;
}

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, "../../../.cache/venvs");
/** The locks name wheels for this version. */
const pythonVersion = "3.11";
/** Another process builds at most this long before its lock counts as left behind; a cold build took 70 s on two cores. */
const lockPatienceMs = 15 * 60_000;

/** Where console scripts and the interpreter are inside a virtual environment. */
const binOf = (directory: string): string => join(directory, process.platform === "win32" ? "Scripts" : "bin");

/** Runs a program to its end; rejects with all that it said when it fails. */
const run = (file: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`${file} ${args.join(" ")} ended with ${String(code)}\n${said}`))));
  });

/** The first interpreter of the right version: LOCKSTEP_PYTHON, python3.11, python3. */
const interpreter = async (): Promise<string> => {
  const candidates = [process.env["LOCKSTEP_PYTHON"], `python${pythonVersion}`, "python3"].filter((name) => name !== undefined);
  for (const candidate of candidates) {
    const version = await run(candidate, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).catch(() => "");
    if (version.trim() === pythonVersion) return candidate;
  }
  throw new Error(`the integration suite needs Python ${pythonVersion} (tried ${candidates.join(", ")}); name one with LOCKSTEP_PYTHON`);
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Takes the lock, or waits until whoever holds it is done or gone; true when it was taken. */
const lock = async (path: string, finished: () => boolean): Promise<boolean> => {
  for (;;) {
    try {
      await mkdir(path);
      await writeFile(join(path, "pid"), String(process.pid));
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    }
    if (finished()) return false;
    const holder = Number(await readFile(join(path, "pid"), "utf8").catch(() => ""));
    const age = Date.now() - (await stat(path).then((found) => found.mtimeMs).catch(() => Date.now()));
    if ((holder > 0 && !alive(holder)) || age > lockPatienceMs) await rm(path, { recursive: true, force: true });
    else await wait(500);
  }
};

/**
 * The named virtual environment, built from PyPI when it is not in `.cache/venvs` yet. A virtual environment holds its own path
 * and cannot be renamed into place, so a stamp written last says that it is complete; one without a stamp is built anew.
 */
export const ensureEnvironment = async (name: EnvironmentName): Promise<PythonEnvironment> => {
  const requirements = join(here, `${name}.txt`);
  const digest = createHash("sha256").update(`${pythonVersion} ${process.platform} ${process.arch}\n`).update(await readFile(requirements)).digest("hex").slice(0, 12);
  const directory = join(cache, `${name}-${digest}`);
  const stamp = join(directory, ".complete");
  const bin = binOf(directory);
  const environment = { name, python: join(bin, "python"), bin, directory, digest };
  const complete = (): boolean => existsSync(stamp);
  if (complete()) return { ...environment, builtInSeconds: null };

  await mkdir(cache, { recursive: true });
  const lockPath = `${directory}.lock`;
  if (!(await lock(lockPath, complete))) return { ...environment, builtInSeconds: null };
  try {
    if (complete()) return { ...environment, builtInSeconds: null };
    const from = performance.now();
    await rm(directory, { recursive: true, force: true });
    await run(await interpreter(), ["-m", "venv", directory]);
    await run(environment.python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "-r", requirements]);
    await run(environment.python, ["-m", "pip", "check"]);
    const builtInSeconds = (performance.now() - from) / 1000;
    await writeFile(stamp, JSON.stringify({ builtInSeconds }));
    return { ...environment, builtInSeconds };
  } finally {
    await rm(lockPath, { recursive: true, force: true });
  }
};
