import { type ControlGroups, controlGroups } from "./control-groups.ts";
import { Unread } from "./field-reading.ts";
import type { ProcReader } from "./proc-reader.ts";
import type { ProcessFiles } from "./process-files.ts";

/** What a process may use, and what it uses. */
export const readLimits: ProcReader = async ({ reading, files }) => {
  await reading.read("cpu.usable", "process", `Cpus_allowed_list of /proc/${files.pid}/status`, () => {
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(files.own("status"))?.[1];
    if (list === undefined) throw new Unread("the kernel does not tell which processors it may use");
    return list.split(",").reduce((sum, range) => {
      const [from = 0, to = from] = range.split("-").map(Number);
      return sum + to - from + 1;
    }, 0);
  });
  await reading.read("memory.resident", "process", `/proc/${files.pid}/statm`, () => Number(files.own("statm").split(" ")[1]) * auxiliary(files, pageSize, 4096));
  await readControlGroups(reading, files);
  await readResourceLimits(reading, files);
};

/** Kinds of entries in the auxiliary vector that the kernel gives every process. */
const pageSize = 6;
export const clockTick = 17;

/** A number out of the auxiliary vector; the usual one where it cannot be read. */
export const auxiliary = (files: ProcessFiles, kind: number, usual: number): number => {
  const words = files.ownBytes("auxv");
  // Pairs of machine words; every server that is looked at here has 64 bits and the little end first.
  for (let at = 0; at + 16 <= words.length; at += 16) if (words.readBigUInt64LE(at) === BigInt(kind)) return Number(words.readBigUInt64LE(at + 8));
  return usual;
};

const readControlGroups = async (reading: Parameters<ProcReader>[0]["reading"], files: ProcessFiles): Promise<void> => {
  const { unified, cpu, memory } = controlGroups(files);
  if (unified === null && cpu === null && memory === null) {
    for (const id of ["cpu.quota", "cpu.throttled", "memory.limit", "memory.swap"]) reading.miss(id, "no control group is mounted there");
    return;
  }
  const groups = { unified, cpu, memory };
  const modern = unified !== null && unified.some((folder) => ["cpu.max", "memory.max", "cpu.stat"].some((name) => files.isFile(`${folder}/${name}`)));
  await reading.read("cpu.quota", "container", modern || cpu === null ? "cpu.max" : "cpu.cfs_quota_us", () => quota(files, groups));
  await reading.read("cpu.throttled", "container", "cpu.stat", () => throttled(files, groups));
  await reading.read("memory.limit", "container", modern || memory === null ? "memory.max" : "memory.limit_in_bytes", () => memoryLimit(files, unified ?? [], memory ?? []));
  await reading.read("memory.swap", "container", modern || memory === null ? "memory.swap.max" : "memory.memsw.limit_in_bytes", () => swapLimit(files, groups));
};

/** A group is held by the narrowest limit from its own folder up to the root. */
const narrowest = (values: readonly (number | null)[]): number | null => {
  const set = values.filter((value) => value !== null);
  return set.length === 0 ? null : Math.min(...set);
};

const quota = (files: ProcessFiles, { unified, cpu }: ControlGroups): number | null => narrowest([
  ...(unified ?? []).map((folder) => {
    const [used, period] = (files.text(`${folder}/cpu.max`) ?? "").trim().split(/\s+/);
    return used === undefined || period === undefined || used === "max" ? null : Number(used) / Number(period);
  }),
  ...(cpu ?? []).map((folder) => {
    const [used, period] = [files.text(`${folder}/cpu.cfs_quota_us`), files.text(`${folder}/cpu.cfs_period_us`)];
    return used === null || period === null || Number(used) <= 0 ? null : Number(used) / Number(period);
  }),
]);

const throttled = (files: ProcessFiles, { unified, cpu }: ControlGroups): number | null => {
  for (const folder of [...(unified ?? []).slice(0, 1), ...(cpu ?? []).slice(0, 1)]) {
    const found = /^nr_throttled (\d+)/m.exec(files.text(`${folder}/cpu.stat`) ?? "")?.[1];
    if (found !== undefined) return Number(found);
  }
  return null;
};

/** Null for `max`, and for the old hierarchy's way to say so, a number near 2^63. */
const bytes = (text: string | null): number | null => {
  const value = (text ?? "max").trim();
  return !/^\d+$/.test(value) || BigInt(value) >= 2n ** 60n ? null : Number(value);
};

const memoryLimit = (files: ProcessFiles, unified: readonly string[], memory: readonly string[]): number | null =>
  narrowest([...unified.map((folder) => bytes(files.text(`${folder}/memory.max`))), ...memory.map((folder) => bytes(files.text(`${folder}/memory.limit_in_bytes`)))]);

const swapLimit = (files: ProcessFiles, { unified, memory }: ControlGroups): number | null => {
  const together = narrowest((memory ?? []).map((folder) => bytes(files.text(`${folder}/memory.memsw.limit_in_bytes`))));
  return narrowest([...(unified ?? []).map((folder) => bytes(files.text(`${folder}/memory.swap.max`))), together === null ? null : Math.max(0, together - (memoryLimit(files, [], memory ?? []) ?? 0))]);
};

/** The kernel's words for resource limits, by the name under which a program asks for them. */
const limits: readonly (readonly [string, string])[] = [
  ["as", "Max address space"], ["core", "Max core file size"], ["cpu", "Max cpu time"], ["data", "Max data size"], ["fsize", "Max file size"],
  ["memlock", "Max locked memory"], ["nofile", "Max open files"], ["nproc", "Max processes"], ["rss", "Max resident set"], ["stack", "Max stack size"],
];

const readResourceLimits = async (reading: Parameters<ProcReader>[0]["reading"], files: ProcessFiles): Promise<void> => {
  const lines = files.own("limits").split("\n");
  for (const [name, words] of limits) {
    await reading.read(`limits.rlimit:${name}`, "process", `/proc/${files.pid}/limits, the soft limit`, () => {
      const soft = lines.find((line) => line.startsWith(words))?.slice(words.length).trim().split(/\s+/)[0];
      if (soft === undefined) throw new Unread(`the kernel does not list "${words}"`);
      return soft === "unlimited" || BigInt(soft) >= 2n ** 62n ? null : BigInt(soft) <= 2n ** 53n ? Number(soft) : soft;
    });
  }
};
