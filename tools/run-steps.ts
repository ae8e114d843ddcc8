import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** One command of a larger job; it passes when it exits with 0. */
export interface Step {
  readonly name: string;
  /** A script for the Node that runs this, with its arguments. */
  readonly command: readonly string[];
  /** Shows what the step says while it says it; otherwise only what a failing step said is shown. */
  readonly live?: boolean;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

/** The executable script of an installed package. */
export const bin = (path: string): string => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));

const runStep = ({ name, command, live = false }: Step): Promise<StepResult> =>
  new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(process.execPath, [...command], { cwd: root, stdio: live ? "inherit" : ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", (cause) => (said += cause.message));
    child.on("close", (code) => {
      const ok = code === 0;
      if (!ok && !live) process.stderr.write(`\n${name} failed:\n${said}\n`);
      resolve({ name, ok, seconds: (performance.now() - start) / 1000 });
    });
  });

/** Runs all steps, so many at a time, in their order; a failing one stops no other. */
export const runSteps = async (steps: readonly Step[], atOnce: number): Promise<readonly StepResult[]> => {
  const results: StepResult[] = [];
  const queue = steps.entries();
  const worker = async (): Promise<void> => {
    for (const [index, step] of queue) results[index] = await runStep(step);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
};

/** One line for each step and one for all of them; true when all passed. */
export const summarise = (title: string, results: readonly StepResult[], seconds: number): boolean => {
  const failed = results.filter(({ ok }) => !ok);
  const lines = results.map(({ name, ok, seconds: took }) => `  ${ok ? "passed" : "FAILED"}  ${name.padEnd(34)} ${took.toFixed(1).padStart(6)} s`);
  const last = failed.length === 0 ? `${title}: all ${results.length} passed in ${seconds.toFixed(0)} s` : `${title}: ${failed.length} of ${results.length} failed: ${failed.map(({ name }) => name).join(", ")}`;
  process.stdout.write(`\n${lines.join("\n")}\n\n${last}\n`);
  return failed.length === 0;
};
