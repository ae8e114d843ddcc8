import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The names of a manifest, in the order in which they are looked for. */
export const manifestNames = ["lockstep.yaml", "lockstep.yml", "lockstep.json"] as const;

/** The manifest of a folder, or of the nearest one around it up to the root of the git repository (outside of one: of the folder alone). Null when there is none. */
export const findManifest = (cwd: string): string | null => {
  const folders = [cwd];
  for (let at = cwd; !existsSync(join(at, ".git")); ) {
    const above = dirname(at);
    // Outside of a repository a manifest further up belongs to something else.
    if (above === at) return inFolder(cwd);
    at = above;
    folders.push(at);
  }
  return folders.map(inFolder).find((found) => found !== null) ?? null;
};

const inFolder = (folder: string): string | null => manifestNames.map((name) => join(folder, name)).find(isFile) ?? null;

const isFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch (cause) {
    // A link in a circle, or a file behind a folder that may not be entered, is a manifest that cannot be read, and is told so by whoever reads it.
    return !["ENOENT", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "");
  }
};
