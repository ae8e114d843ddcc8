import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Probe } from "../../../ports/probe.ts";
import { comparablePath } from "./comparable-path.ts";
import { environmentOf } from "./environment-of.ts";
import { newReading, reasonOf } from "./field-reading.ts";
import { insideOnly } from "./inside-only.ts";
import { readDistributions } from "./installed-distributions.ts";
import { interpreterOf } from "./interpreter.ts";
import { readNatives } from "./native-libraries.ts";
import type { ProcReader, ProcSubject } from "./proc-reader.ts";
import { type ProcessFiles, processFiles } from "./process-files.ts";
import { readContainer } from "./read-container.ts";
import { readInterpreter } from "./read-interpreter.ts";
import { readLimits } from "./read-limits.ts";
import { readMachine } from "./read-machine.ts";
import { readMappedModels } from "./read-mapped-models.ts";
import { readServer } from "./read-server.ts";
import { readVariables } from "./read-variables.ts";
import { readZoneDatabase } from "./read-zone-database.ts";

export interface ProcProbeOptions {
  /** Folders of model files, as the process sees them. */
  readonly folders: readonly string[];
  /** Names of environment variables, or `PREFIX_*`, that are told as salted hashes. */
  readonly settings: readonly string[];
  /** Where the kernel shows its processes. */
  readonly proc?: string;
}

/** Each reader with the kinds that are unread when it breaks as a whole. */
const readers: readonly (readonly [ProcReader, readonly string[]])[] = [
  [readMappedModels, ["model.mapped"]],
  [readContainer, ["image.digest", "container.id", "container.pod", "container.node", "container.replica"]],
  [readMachine, ["os.release", "os.kernel", "cpu.machine", "cpu.byteorder", "cpu.pointer", "cpu.model", "cpu.flags", "libc.version", "gpu.driver", "cpu.visible"]],
  [readInterpreter, ["python.version", "python.implementation", "python.executable"]],
  [readDistributions, ["package.version", "package.origin", "package.integrity"]],
  [readNatives, ["native.library", "native.runtimes", "gpu.cuda", "native.preload", "native.path"]],
  [readVariables, ["threads.variable", "kernels.variable", "gpu.variable", "hash.seed"]],
  [readLimits, ["cpu.usable", "memory.resident", "cpu.quota", "cpu.throttled", "memory.limit", "memory.swap", "limits.rlimit"]],
  [readZoneDatabase, ["time.database"]],
  [readServer, ["server.name", "server.workers", "server.uptime"]],
];

/**
 * A server read from beside it, out of its own /proc/<pid>: what it has mapped, how it was started, what holds it. What only the inside knows is unread. LS320 when there
 * is no such process or it may not be looked at.
 */
export const createProcProbe = (pid: number, { folders, settings, proc = "/proc" }: ProcProbeOptions): Probe => ({
  place: `pid:${pid}`,
  async take(signal) {
    const takenAt = new Date().toISOString();
    const files = processFiles(pid, proc);
    const subject = openSubject(files, proc, { folders, settings, signal });
    const { fields, unread } = subject.reading;
    Object.assign(unread, insideOnly);
    for (const [reader, kinds] of readers) {
      signal?.throwIfAborted();
      try {
        await reader(subject);
      } catch (error) {
        if (signal?.aborted === true) throw signal.reason;
        const reason = reasonOf(error);
        for (const kind of kinds) if (!Object.keys(fields).some((id) => id === kind || id.startsWith(`${kind}:`))) unread[kind] = reason;
      }
    }
    return {
      lockstep: "fingerprint", schemaVersion: 1, probe: "lockstep-proc 0.1.0", takenAt, method: "proc", pid,
      fields: sorted(fields), unread: sorted(Object.fromEntries(Object.entries(unread).filter(([id]) => !Object.hasOwn(fields, id)))),
    };
  },
});

const openSubject = (files: ProcessFiles, proc: string, given: Pick<ProcSubject, "folders" | "settings" | "signal">): ProcSubject => {
  try {
    const words = files.own("cmdline").split("\0").filter((word) => word !== "");
    const env = environmentOf(files);
    const mapped = [...new Set(files.own("maps").split("\n").filter((line) => line.includes("/")).map((line) => line.slice(line.indexOf("/"))))].sort();
    const cwd = files.link("cwd").replace(/ \(deleted\)$/, "");
    const interpreter = interpreterOf(files, env, mapped, words);
    return { ...given, reading: newReading(), files, env, interpreter, mapped, words, comparable: comparablePath(files, interpreter, cwd) };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === undefined) throw cause;
    const place = `pid:${files.pid}`;
    if (code === "EACCES" || code === "EPERM") throw new LockstepError("LS320", { message: `process ${files.pid} may not be looked at by this user`, place, todo: "Run as the same user as the server, or as root.", cause });
    const absent = files.machine("self/stat") === null ? `there is no ${proc} here: only Linux shows its processes` : `there is no process ${files.pid}, or it has ended`;
    throw new LockstepError("LS320", { message: absent, place, todo: "Give the number of the serving process on this machine, or mount the SDK in the server.", cause });
  }
};

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
