import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../tools/run-steps.ts";

/** Answering --version may take this many times as long as a Node that does nothing: a tool in a prompt or a hook must not be felt. */
export const mostStartupRatio = 2;

/** Pairs of starts; the median of so many is steady to a few per cent on a busy machine. */
const pairs = 40;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const milliseconds = (args: readonly string[]): number => {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return performance.now() - start;
};

/** `lockstep --version` of the built package against `node -e 0`, started in turn, so that both meet the same machine. */
export const measureStartup = (): { readonly lockstepMs: number; readonly nodeMs: number; readonly ratio: number } => {
  execFileSync(process.execPath, [join(root, "tools/build.ts")], { stdio: "inherit" });
  const version = [join(root, "dist/cli/main.js"), "--version"];
  const nothing = ["-e", "0"];
  milliseconds(version);
  milliseconds(nothing);
  const lockstep: number[] = [];
  const node: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    node.push(milliseconds(nothing));
    lockstep.push(milliseconds(version));
  }
  const [lockstepMs, nodeMs] = [median(lockstep), median(node)];
  return { lockstepMs, nodeMs, ratio: lockstepMs / nodeMs };
};

if (import.meta.main) {
  const { lockstepMs, nodeMs, ratio } = measureStartup();
  console.log(`lockstep --version ${lockstepMs.toFixed(1)} ms, node -e 0 ${nodeMs.toFixed(1)} ms: ratio ${ratio.toFixed(2)} (at most ${mostStartupRatio})`);
  process.exitCode = ratio <= mostStartupRatio ? 0 : 1;
}
