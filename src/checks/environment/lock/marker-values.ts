import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import type { MarkerValues } from "./evaluate-marker.ts";

/** What a marker may ask of an environment, as far as its fingerprint tells. Extras and groups are not known: nobody writes down which were asked for. */
export const markerValues = (fingerprint: Fingerprint): MarkerValues => {
  const text = (id: string): string | null => {
    const value = fingerprint.fields[id]?.value;
    return typeof value === "string" && value !== "" ? value : null;
  };
  const version = /^\d+\.\d+(?:\.\d+\w*)?/.exec(text("python.version") ?? "")?.[0] ?? null;
  const implementation = /^[A-Za-z]+/.exec(text("python.implementation") ?? "")?.[0] ?? null;
  const machine = text("cpu.machine");
  const system = systemOf(fingerprint, text);
  return {
    ...(version === null ? {} : { python_version: version.split(".").slice(0, 2).join("."), ...(version.split(".").length > 2 ? { python_full_version: version } : {}) }),
    ...(implementation === null ? {} : { implementation_name: implementation.toLowerCase() }),
    ...(implementation?.toLowerCase() === "cpython" ? { platform_python_implementation: "CPython" } : implementation?.toLowerCase() === "pypy" ? { platform_python_implementation: "PyPy" } : {}),
    ...(machine === null ? {} : { platform_machine: machine }),
    ...(system === null ? {} : systems[system]),
  };
};

const systems = {
  linux: { sys_platform: "linux", os_name: "posix", platform_system: "Linux" },
  darwin: { sys_platform: "darwin", os_name: "posix", platform_system: "Darwin" },
  win32: { sys_platform: "win32", os_name: "nt", platform_system: "Windows" },
} as const;

const systemOf = (fingerprint: Fingerprint, text: (id: string) => string | null): keyof typeof systems | null => {
  const told = `${text("os.kernel") ?? ""} ${text("os.release") ?? ""}`;
  if (/darwin|macos/i.test(told)) return "darwin";
  if (/windows/i.test(told) || /^[A-Za-z]:\\/.test(text("python.executable") ?? "")) return "win32";
  // /proc and glibc or musl are Linux.
  return fingerprint.method === "proc" || /linux|ubuntu|debian|alpine|centos|red hat|fedora|amazon/i.test(told) || /glibc|musl/i.test(text("libc.version") ?? "") ? "linux" : null;
};
