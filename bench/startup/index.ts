import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../tools/run-steps.ts";
import type { Bench } from "../bench.ts";
import { ratioOf } from "../side-by-side.ts";

/** Answering --version may take this many times as long as a Node that does nothing: a tool in a prompt or a hook must not be felt. */
const mostStartupRatio = 2;

/** Starts per repeat: each takes a few hundredths of a second, and one alone says nothing. */
const startsPerRepeat = 8;

const milliseconds = (args: readonly string[]): number => {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return performance.now() - start;
};

/** `lockstep --version` of the built package against `node -e 0`, started in turn, so that both meet the same machine. */
export const bench: Bench = {
  name: "startup",
  question: "lockstep --version, as it is published, against a Node that does nothing",
  run: async ({ repeats, quick }) => {
    execFileSync(process.execPath, [join(root, "tools/build.ts")], { stdio: "inherit" });
    const version = [join(root, "dist/cli/main.js"), "--version"];
    const nothing = ["-e", "0"];
    for (const args of [version, nothing]) milliseconds(args);
    const pairs = Array.from({ length: quick ? 2 : repeats * startsPerRepeat }, () => {
      const node = milliseconds(nothing);
      return milliseconds(version) / node;
    });
    const { min, median, max } = ratioOf(pairs);
    return [{ label: "lockstep --version / node -e 0, min median max", value: [min, median, max].map((value) => value.toFixed(2)).join(" "), goal: `<= ${mostStartupRatio}`, met: median <= mostStartupRatio }];
  },
};
