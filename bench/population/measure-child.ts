import { spawn } from "node:child_process";
import type { ChildResult } from "../side-by-side.ts";

/** Runs one side in a process of its own; null when it took longer than the cap, or ended badly (out of memory, most likely). */
export const measureChild = (file: string, args: readonly string[], capSeconds: number, note: (line: string) => void): Promise<ChildResult | null> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
    let [output, errors, late] = ["", "", false];
    const timer = setTimeout(() => { late = true; child.kill("SIGKILL"); }, capSeconds * 1000);
    child.stdout.on("data", (part) => { output += String(part); });
    child.stderr.on("data", (part) => { errors += String(part); });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(JSON.parse(output.trim().split("\n").at(-1) ?? "") as ChildResult);
      note(late ? `stopped after ${capSeconds} s` : `ended with ${signal ?? String(code)}: ${errors.trim().split("\n").at(-1) ?? ""}`);
      return resolve(null);
    });
  });
