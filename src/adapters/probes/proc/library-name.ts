/**
 * Name and version of a native library by its file: `libopenblas64_p-r0-0cf96a72.3.21.so` is `libopenblas64_p` and `3.21-0cf96a72`, `libm.so.6` is `libm` and `6`.
 * Wheels write the start of the file's own digest into its name; it is part of the version.
 */
export const libraryName = (path: string): { readonly name: string; readonly version: string | null } => {
  const base = path.slice(path.lastIndexOf("/") + 1);
  const start = /^(.+?)(?:\.cpython-[\w-]+|\.abi3|\.pypy[\w-]+)?\.(?:so|dylib|pyd|dll)(?:\.([\w.]+))?$/.exec(base);
  if (start === null) return { name: base, version: null };
  const name = start[1] as string;
  const version = start[2] ?? null;
  const bundled = /^(.+?)(?:-r\d+)?-([0-9a-f]{7,})(?:\.(.+))?$/.exec(name);
  if (bundled !== null) return { name: bundled[1] as string, version: `${bundled[3] ?? version ?? "unversioned"}-${bundled[2]}` };
  const released = /^(.+?)-r\d+(?:-[0-9a-z]+)?(?:\.(.+))?$/.exec(name) ?? /^(.+?)-?(\d+(?:\.\d+)+)$/.exec(name);
  return released === null ? { name, version } : { name: released[1] as string, version: released[2] ?? version };
};
