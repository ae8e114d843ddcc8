import { spawn } from "node:child_process";

/** What a measured child process writes as its last line. */
export interface ChildResult {
  readonly seconds: number;
  /** Processor time of all threads, which neighbours on the machine disturb less than the clock. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** Whatever the two sides must agree on. */
  readonly result: string;
}

/** Runs a script in a process of its own, so that peak memory is that side's alone. */
export const runChild = (script: string, args: readonly string[]): Promise<ChildResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (part) => { output += String(part); });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code !== 0) return reject(new Error(`${script} ended with ${code}`));
      return resolve(JSON.parse(output.trim().split("\n").at(-1) ?? "") as ChildResult);
    });
  });

export interface Ratio {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Smallest, middle and largest of some numbers. */
export const ratioOf = (values: readonly number[]): Ratio => {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0] ?? Number.NaN, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
};

/** The child's side: does the work once and reports time and peak memory. */
export const reportChild = async (work: () => Promise<string>): Promise<void> => {
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes: process.resourceUsage().maxRSS / 1024, result } satisfies ChildResult)}\n`);
};
