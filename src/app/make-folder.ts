import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Makes a folder with all that are missing above it, step by step: `mkdir` with `recursive` never ends where the system makes no folders, as under /proc. Throws the file system's error. */
export const makeFolder = (path: string): void => {
  const isFolder = (): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    // Somebody else may have made it meanwhile.
    if (!isFolder()) throw cause;
  }
};
