import { readFileSync } from "node:fs";
import { arch, cpus, machine, release } from "node:os";
import { Unread } from "./field-reading.ts";
import { libraryName } from "./library-name.ts";
import type { ProcReader } from "./proc-reader.ts";

/** Vector instructions that are told. The same list as in the Python probe. */
const flagsTold: ReadonlySet<string> = new Set((
  "sse4_1 sse4_2 avx avx2 fma f16c bmi2 avx512f avx512dq avx512cd avx512bw avx512vl avx512ifma avx512vbmi avx512_vbmi2 avx512_vnni "
  + "avx512_bitalg avx512_vpopcntdq avx512_bf16 avx512_fp16 avx_vnni amx_tile amx_int8 amx_bf16 amx_fp16 asimd asimdhp asimddp sve sve2 bf16 i8mm svebf16 svei8mm"
).split(" "));

/** The machine and the system around a process. */
export const readMachine: ProcReader = async ({ reading, files, mapped }) => {
  await reading.read("os.release", "container", "/etc/os-release", () => {
    const text = files.text("/etc/os-release") ?? files.text("/usr/lib/os-release");
    if (text === null) throw new Unread("there is no /etc/os-release");
    const said = Object.fromEntries([...text.matchAll(/^(\w+)=['"]?(.*?)['"]?$/gm)].map(([, name, value]) => [name, value]));
    return said["PRETTY_NAME"] || `${said["ID"] ?? ""} ${said["VERSION_ID"] ?? ""}`.trim();
  });
  reading.put("os.kernel", release(), "host", "uname");
  reading.put("cpu.machine", machine(), "host", "uname");
  await reading.read("cpu.pointer", "process", "the binary's header", () => (header(files)[4] === 1 ? 32 : 64));
  await reading.read("cpu.byteorder", "host", "the binary's header", () => (header(files)[5] === 2 ? "big" : "little"));
  const first = (files.machine("cpuinfo") ?? "").slice(0, 16384).split(/\n\s*\n/)[0] ?? "";
  const said = new Map(first.split("\n").map((line) => [line.split(":")[0]?.trim() ?? "", line.slice(line.indexOf(":") + 1).trim()]));
  const arm = said.has("CPU part") ? `ARM implementer ${said.get("CPU implementer")} part ${said.get("CPU part")}` : null;
  reading.put("cpu.model", said.get("model name") || said.get("Model") || arm, "host", "/proc/cpuinfo");
  reading.put("cpu.flags", (said.get("flags") || said.get("Features") || "").split(/\s+/).filter((flag) => flagsTold.has(flag)).sort(), "host", "/proc/cpuinfo");
  await reading.read("libc.version", "container", "the C library's own text", () => {
    const glibc = mapped.find((path) => libraryName(path).name === "libc" && /\/libc(\.so\.6|-[\d.]+\.so)$/.test(path));
    if (glibc !== undefined) {
      const version = /GNU C Library [^\0]*?version (\d+\.\d+)/.exec(readFileSync(files.outside(glibc)).toString("latin1"))?.[1];
      if (version === undefined) throw new Unread(`${glibc} does not say its version`);
      return `glibc ${version}`;
    }
    return mapped.some((path) => path.includes("ld-musl") || path.includes("libc.musl")) ? "musl" : null;
  });
  const driver = /Kernel Module[^\d]*([\d.]+)/.exec(files.machine("driver/nvidia/version") ?? "")?.[1];
  reading.put("gpu.driver", driver ?? null, "host", "/proc/driver/nvidia/version");
  for (const [index, folder] of [...(files.machineEntries("driver/nvidia/gpus") ?? [])].sort().entries()) {
    reading.put(`gpu.model:${index}`, /^Model:\s*(.+)$/m.exec(files.machine(`driver/nvidia/gpus/${folder}/information`) ?? "")?.[1]?.trim() ?? null, "host", "/proc/driver/nvidia/gpus");
  }
  reading.put("cpu.visible", cpus().length, "host", `processors of this ${arch()} machine`);
};

const header = (files: Parameters<ProcReader>[0]["files"]): Buffer => {
  const start = files.ownHead("exe", 16);
  if (start.subarray(1, 4).toString("latin1") !== "ELF") throw new Unread("the program is no ELF file");
  return start;
};
