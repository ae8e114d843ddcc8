// Names that tell what a file is: kebab-case, and no folder or file that could hold anything. Prints sizes, so that drift is seen.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { root } from "./run-steps.ts";

/** A name that could hold anything soon does. */
const tellsNothing = new Set(["utils", "util", "helpers", "helper", "common", "misc", "shared", "lib", "manager", "service", "legacy", "old", "temp", "tmp"]);

const sourceRooms = /^(src|tools|bench|test|dashboard\/src|examples)\//;
const kebab = /^[a-z0-9]+([-.][a-z0-9]+)*\.(ts|tsx|css)$/;

/** What is wrong with a path of the project, null when nothing is. */
export const wrongName = (path: string): string | null => {
  if (!sourceRooms.test(path) || !/\.(ts|tsx|css)$/.test(path)) return null;
  const pieces = path.split("/").flatMap((piece) => piece.split("."));
  const empty = pieces.find((piece) => tellsNothing.has(piece));
  if (empty !== undefined) return `"${empty}" tells nothing about what is inside`;
  return kebab.test(basename(path)) ? null : "file names are kebab-case";
};

const listed = (): string[] => execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n").filter((path) => path !== "");

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

if (import.meta.main) {
  const paths = listed();
  const wrong = paths.flatMap((path) => {
    const what = wrongName(path);
    return what === null ? [] : [`${path}: ${what}`];
  });
  const sizes = paths.filter((path) => /^src\/.*\.ts$/.test(path)).flatMap((path) => {
    try {
      return [readFileSync(`${root}/${path}`, "utf8").split("\n").length - 1];
    } catch {
      return [];
    }
  }).sort((a, b) => a - b);
  process.stdout.write(`lines per file in src: median ${quantile(sizes, 0.5)}, 90 % under ${quantile(sizes, 0.9)}, most ${sizes.at(-1) ?? 0}\n`);
  if (wrong.length > 0) process.stderr.write(`${wrong.join("\n")}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
