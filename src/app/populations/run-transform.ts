import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** A packed preprocessing (a folder, or FILE.py:NAME) and the interpreter that runs it. */
export interface TransformCommand {
  readonly spec: string;
  readonly python: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const Described = z.object({ name: z.string(), digest: z.string(), inputs: z.array(z.string()).nullable(), python: z.string() });
export type Described = z.infer<typeof Described>;
const Done = z.object({ columns: z.array(z.object({ name: z.string(), kind: z.enum(["float", "int", "bool", "text"]) })), rows: z.number() });
const Failed = z.object({ failed: z.number().nullable(), error: z.string() });

/** A row that the transform refused; `n` counts from 1. */
export class RowRefused extends Error {
  readonly n: number;
  constructor(n: number, message: string) {
    super(message);
    this.n = n;
  }
}

const lastSaid = 2000;

/** What a transform is called, its digest, and which features it is given; null where it does not say. Rejects with LS236. */
export const describeTransform = async (command: TransformCommand): Promise<Described> => {
  const { text, said, code } = await run(command, ["--describe"], "ignore", "pipe");
  const told = Described.safeParse(jsonOf(text));
  if (code === 0 && told.success) return told.data;
  throw failure(command, jsonOf(text), said, code);
};

/** JSON lines through the transform, from file to file. Rejects with `RowRefused` for a row that failed, with LS236 for everything else. */
export const runTransform = async (command: TransformCommand, from: string, to: string): Promise<z.infer<typeof Done>> => {
  const input = await open(from, "r");
  const output = await open(to, "w");
  try {
    const { said, code } = await run(command, [], input.fd, output.fd);
    const last = jsonOf(await lastLine(to));
    const done = Done.safeParse(last);
    if (code === 0 && done.success) return done.data;
    const failed = Failed.safeParse(last);
    if (failed.success && failed.data.failed !== null) throw new RowRefused(failed.data.failed, failed.data.error);
    throw failure(command, last, said, code);
  } finally {
    await input.close();
    await output.close();
  }
};

const run = ({ spec, python, cwd, env, signal }: TransformCommand, words: readonly string[], stdin: number | "ignore", stdout: number | "pipe"): Promise<{ readonly text: string; readonly said: string; readonly code: number | null }> =>
  new Promise((resolve, reject) => {
    const child = spawn(python, ["-m", "lockstep.transform", spec, ...words], { cwd, env: env as NodeJS.ProcessEnv, stdio: [stdin, stdout, "pipe"], signal });
    let text = "";
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-lastSaid)));
    child.on("error", (cause) => reject(signal.aborted ? cause : new LockstepError("LS236", { message: `${python} cannot be started: ${cause.message}`, place: "--python", todo: "Name the interpreter that has the transform's packages with --python.", cause })));
    child.on("close", (code) => resolve({ text, said, code }));
  });

const failure = ({ spec, python }: TransformCommand, told: unknown, said: string, code: number | null): LockstepError => {
  const failed = Failed.safeParse(told);
  const lacksSdk = /No module named '?lockstep/.test(said);
  return new LockstepError("LS236", {
    message: failed.success ? `${spec}: ${failed.data.error}` : `${spec} ended with ${code === null ? "a signal" : `code ${code}`}${said.trim() === "" ? "" : `: ${said.trim().split("\n").slice(-3).join(" ")}`}`,
    place: spec, todo: lacksSdk ? `Install Lockstep's Python SDK where ${python} finds it, or name another interpreter with --python.` : "Run the packed preprocessing where it was made, and name that interpreter with --python.",
  });
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text.trim());
  } catch {
    // What is no JSON tells nothing; the exit code does.
    return null;
  }
};

/** The end of a file is enough: the last line is short. */
const lastLine = async (path: string): Promise<string> => {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size < 1 << 20) return (await readFile(path, "utf8")).trimEnd().split("\n").at(-1) ?? "";
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 20), 0, 1 << 20, size - (1 << 20));
    return buffer.toString("utf8", 0, bytesRead).trimEnd().split("\n").at(-1) ?? "";
  } finally {
    await file.close();
  }
};
