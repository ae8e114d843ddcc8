import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Run, Run as RunSchema } from "../../../src/core/domain/run.ts";
import { freePort } from "../servers/free-port.ts";
import type { RunningServer } from "../servers/start-server.ts";
import { inputsFile } from "../servers/trained-models.ts";
import { startSide } from "./start-side.ts";
import type { Trial } from "./trial.ts";
import { verifyKernels } from "./verify-kernels.ts";

/** What a trial showed. */
export interface Outcome {
  readonly id: string;
  readonly exitCode: number | null;
  /** Null where no run document was written. */
  readonly run: Run | null;
  /** The first line on stdout, or on stderr where stdout stayed empty. */
  readonly firstLine: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Why the candidate did not start, last line of its log; null when it did. */
  readonly notStarted: string | null;
  readonly kernels: string | null;
  readonly seconds: number;
  readonly serverLogs: string;
}

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** Columns of each table that are not features; a label is never sent, the others are left out by name. */
const roles = {
  patients: { label: "outcome", segment: "age_band", exclude: "age_band,progression" },
  tumours: { label: "diagnosis", segment: "size_band", exclude: "size_band" },
  wines: { label: "grower", segment: "strength", exclude: "strength" },
  digits: { label: "digit", segment: "ink", exclude: "ink" },
} as const;

/** One check is a few hundred rows asked twice of each side; far less than this even on a loaded machine. */
const checkWithinMs = 300_000;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command line, as a user starts it from a clone. */
const lockstep = (args: readonly string[]): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "src/cli/main.ts"), ...args], { stdio: ["ignore", "pipe", "pipe"], timeout: checkWithinMs, env: { ...process.env, NO_COLOR: "1" } });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });

/** The first paragraph: a sentence that was wrapped to the terminal's width is one line to whoever reads it. */
const firstLineOf = ({ stdout, stderr }: Ended): string => {
  // Where nothing came out, the error is what is read; progress goes before it.
  const text = stdout.trim() === "" ? stderr.slice(Math.max(0, stderr.search(/^error/m))) : stdout;
  const [first = ""] = text.trim().split(/\n\s*\n/);
  return first.replaceAll(/\s+/g, " ");
};

const readRun = async (path: string): Promise<Run | null> => {
  const text = await readFile(path, "utf8").catch(() => null);
  return text === null ? null : RunSchema.parse(JSON.parse(text));
};

/** A candidate that does not even start is still asked, as a pipeline would, at the address where it should be. */
const candidateOf = async (trial: Trial): Promise<{ server: RunningServer | null; url: string; notStarted: string | null }> => {
  try {
    const server = await startSide(trial.candidate);
    return { server, url: server.url, notStarted: null };
  } catch (cause) {
    if (trial.candidateMayNotStart !== true) throw cause;
    const said = (cause as Error).message.trim().split("\n");
    return { server: null, url: `http://127.0.0.1:${await freePort()}`, notStarted: said.at(-1) ?? "" };
  }
};

/** Starts both environments, runs `lockstep check` on them, and stops them whatever happens. */
export const runTrial = async (trial: Trial, options: { readonly keepIn?: string } = {}): Promise<Outcome> => {
  const from = performance.now();
  const kernels = await verifyKernels(trial.candidate);
  const folder = await mkdtemp(join(tmpdir(), `trial-${trial.id}-`));
  const reports = options.keepIn ?? folder;
  const reference = await startSide(trial.reference);
  try {
    const candidate = await candidateOf(trial);
    try {
      const { label, segment, exclude } = roles[trial.table];
      const runFile = join(reports, `${trial.id}.json`);
      const ended = await lockstep([
        "check", `reference=${reference.url}`, `candidate=${candidate.url}`,
        "--inputs", await inputsFile(trial.table, "parquet"), "--key", "id", "--label", label, "--segment", segment, "--exclude", exclude,
        "--seed", "1", "--store", join(folder, "store"), "-o", runFile, "-o", join(reports, `${trial.id}.html`),
      ]);
      return {
        id: trial.id,
        exitCode: ended.code,
        run: await readRun(runFile),
        firstLine: firstLineOf(ended),
        stdout: ended.stdout,
        stderr: ended.stderr,
        notStarted: candidate.notStarted,
        kernels,
        seconds: (performance.now() - from) / 1000,
        serverLogs: `-- ${reference.name}\n${reference.logs()}\n-- ${candidate.server?.name ?? "not started"}\n${candidate.server?.logs() ?? ""}`,
      };
    } finally {
      await candidate.server?.stop();
    }
  } finally {
    await reference.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
