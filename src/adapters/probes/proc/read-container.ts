import { hostname } from "node:os";
import { readlinkSync } from "node:fs";
import type { ProcReader } from "./proc-reader.ts";
import type { ProcessFiles } from "./process-files.ts";

/** Image, container, pod, node and replica, by variables that were set for it and by the kernel's names. */
export const readContainer: ProcReader = ({ reading, files, env }) => {
  const first = (names: readonly string[]): readonly [string, string] | null => {
    for (const name of names) {
      const value = env.get(name);
      if (value !== null && value !== "") return [name, value.trim()];
    }
    return null;
  };
  const image = first(["LOCKSTEP_IMAGE_DIGEST", "CONTAINER_IMAGE_DIGEST", "IMAGE_DIGEST"]);
  const digest = /sha256:[0-9a-f]{64}/.exec(image?.[1] ?? "")?.[0];
  if (image !== null && digest !== undefined) reading.put("image.digest", digest, "container", image[0]);
  else reading.miss("image.digest", image === null ? "nothing inside a container tells its image; set LOCKSTEP_IMAGE_DIGEST to sha256:… when it is started" : `${image[0]} holds no sha256 digest`);
  reading.put("container.id", /[0-9a-f]{64}/.exec(files.own("cgroup"))?.[0] ?? /\/containers\/([0-9a-f]{64})\//.exec(files.own("mountinfo"))?.[1] ?? null, "container", `/proc/${files.pid}/cgroup, /proc/${files.pid}/mountinfo`);
  const node = nodeName(files);
  for (const [id, names, usual] of [
    ["container.pod", ["POD_NAME", "KUBERNETES_POD_NAME", "K8S_POD_NAME"], env.get("KUBERNETES_SERVICE_HOST") === null ? null : node],
    ["container.node", ["NODE_NAME", "KUBERNETES_NODE_NAME", "K8S_NODE_NAME"], null],
    ["container.replica", ["LOCKSTEP_REPLICA", "REPLICA_ID"], node],
  ] as const) {
    const found = first(names);
    reading.put(id, found?.[1] ?? usual, "container", found?.[0] ?? "host name");
  }
};

/** The process's own host name: ours where it shares it, else what its container wrote down. */
const nodeName = (files: ProcessFiles): string | null => {
  try {
    if (files.link("ns/uts") === readlinkSync("/proc/self/ns/uts")) return hostname();
  } catch {
    // Without namespaces there is one name for all; the file below says it too.
  }
  return files.text("/etc/hostname")?.trim() || null;
};
