import { posix } from "node:path";
import type { Interpreter } from "./interpreter.ts";
import type { ProcessFiles } from "./process-files.ts";

const { basename, dirname, join } = posix;

/** Makes a path comparable between machines: `<site>`, `<user-site>`, `<stdlib>`, `<prefix>` and `<cwd>` stand for the folders of that process. */
export const comparablePath = (files: ProcessFiles, interpreter: Interpreter | null, cwd: string): ((path: string) => string) => {
  const places = new Map<string, string>();
  const add = (folder: string | null, name: string): void => {
    if (folder === null || folder === "" || folder === "/") return;
    for (const spelling of [folder, files.real(folder)]) if (!places.has(spelling)) places.set(spelling.replace(/\/+$/, ""), name);
  };
  if (interpreter !== null) {
    const { userSite, searchPath, stdlib, series, prefix, basePrefix } = interpreter;
    const prefixes = new Set([prefix, basePrefix].map((one) => files.real(one)));
    add(userSite, "<user-site>");
    for (const entry of searchPath) {
      const inPrefix = [...prefixes].some((one) => files.real(entry).startsWith(`${one.replace(/\/+$/, "")}/`));
      if (/^(site|dist)-packages$/.test(basename(entry)) && (inPrefix || /^\/usr\/(local\/)?lib\/python/.test(entry))) add(entry, "<site>");
    }
    add(stdlib, "<stdlib>");
    add(join(dirname(stdlib), `python${series.replace(".", "")}.zip`), "<stdlib.zip>");
    add(cwd, "<cwd>");
    add(prefix, "<prefix>");
    add(basePrefix, "<prefix>");
  } else {
    add(cwd, "<cwd>");
  }
  const ordered = [...places].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  return (path) => {
    const place = ordered.find(([folder]) => path === folder || path.startsWith(`${folder}/`));
    return place === undefined ? path : place[1] + path.slice(place[0].length);
  };
};
