import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { Placed } from "./placed.ts";

/** The absolute path that a text of a manifest means: relative to the file in which it stands. */
export const pathOf = (placed: Placed): string => resolve(dirname(placed.place.file), placed.kind === "scalar" ? String(placed.value) : "");

/** An absolute path as it works from `cwd`: short where it lies below, absolute elsewhere. */
export const fromCwd = (path: string, cwd: string): string => {
  const way = relative(cwd, path);
  return way === "" ? "." : way.startsWith("..") || isAbsolute(way) ? path : way;
};
