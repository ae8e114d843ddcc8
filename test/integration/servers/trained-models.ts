import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "../python/environments.ts";

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, "../../../.cache/trials");
/** The files that decide what is trained. */
const sources = ["train.py", "tables.py", "dropout_network.py"];

type Trainer = "sklearn-1.3.0" | "sklearn-1.4.2";

/** Runs one of the Python scripts beside this file; rejects with what it said. */
export const runPython = (python: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(python, args, { cwd: here, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(said) : reject(new Error(`${args.join(" ")} ended with ${String(code)}\n${said}`))));
  });

/** Fills a directory once, whole: made under another name and renamed; a second process that was faster wins. */
export const madeOnce = async (directory: string, make: (staging: string) => Promise<void>): Promise<string> => {
  if (existsSync(directory)) return directory;
  await mkdir(dirname(directory), { recursive: true });
  const staging = await mkdtemp(`${directory}.`);
  try {
    await make(staging);
    await rename(staging, directory);
  } catch (cause) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(directory)) throw cause;
  }
  return directory;
};

/** The directory of models and tables as trained by that scikit-learn; trained when it is not there yet. */
export const trainedModels = async (trainer: Trainer): Promise<string> => {
  const environment = await ensureEnvironment(trainer);
  const digest = createHash("sha256").update(environment.digest);
  for (const source of sources) digest.update(await readFile(join(here, source)));
  return madeOnce(join(cache, `${trainer}-${digest.digest("hex").slice(0, 12)}`), async (staging) => {
    await runPython(environment.python, ["train.py", staging]);
  });
};

export const modelFile = async (trainer: Trainer, model: string): Promise<string> => join(await trainedModels(trainer), `${model}.joblib`);

/** The rows that are asked; always those written beside the models of scikit-learn 1.4.2. */
export const inputsFile = async (table: string, format: "csv" | "parquet"): Promise<string> => join(await trainedModels("sklearn-1.4.2"), `${table}.${format}`);
