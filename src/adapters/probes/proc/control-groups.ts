import type { ProcessFiles } from "./process-files.ts";

/** Folders of a control group, from the process's own up to the root of the mount; the unified hierarchy and the two old controllers that set limits. */
export interface ControlGroups {
  readonly unified: readonly string[] | null;
  readonly cpu: readonly string[] | null;
  readonly memory: readonly string[] | null;
}

export const controlGroups = (files: ProcessFiles): ControlGroups => {
  const mounts = new Map<string, readonly [mount: string, root: string]>();
  for (const line of files.own("mountinfo").split("\n")) {
    const [left = "", right = ""] = line.split(" - ", 2);
    const parts = left.split(/\s+/);
    const more = right.split(/\s+/);
    if (more[0] !== "cgroup" && more[0] !== "cgroup2") continue;
    for (const name of more[0] === "cgroup2" ? ["2"] : (more.at(-1) ?? "").split(",")) mounts.set(name, [parts[4] ?? "", parts[3] ?? ""]);
  }
  const found = new Map<string, readonly string[]>();
  for (const line of files.own("cgroup").split("\n")) {
    const parts = /^(\d+):([^:]*):(.*)$/.exec(line);
    if (parts === null) continue;
    for (const name of parts[1] === "0" && parts[2] === "" ? ["2"] : (parts[2] ?? "").split(",")) {
      const mounted = mounts.get(name);
      if (mounted === undefined) continue;
      const [mount, root] = mounted;
      let path = parts[3] ?? "";
      if (root !== "/" && (path === root || path.startsWith(`${root}/`))) path = path.slice(root.length);
      path = path.replace(/\/+$/, "");
      // The host's path, seen from inside a container.
      if (!files.isFolder(mount + path)) path = "";
      const folders = [mount + path];
      while (path !== "") {
        path = path.slice(0, path.lastIndexOf("/"));
        folders.push(mount + path);
      }
      found.set(name, folders);
    }
  }
  return { unified: found.get("2") ?? null, cpu: found.get("cpu") ?? null, memory: found.get("memory") ?? null };
};
