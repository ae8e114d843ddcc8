import { z } from "zod";
import { JsonSyntaxError } from "../../core/json/json-syntax-error.ts";
import { readJson } from "../../core/json/read-json.ts";
import type { LockFormat } from "../../ports/lock-format.ts";
import { lockError, placeOf } from "./lock-error.ts";
import { redactLocation } from "./redact-location.ts";

const Entry = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  peer: z.boolean().optional(),
  link: z.boolean().optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
});
const NpmLock = z.looseObject({ lockfileVersion: z.bigint(), packages: z.record(z.string(), Entry).optional() });

/** package-lock.json and npm-shrinkwrap.json, versions 2 and 3: what is installed in each folder of node_modules. */
export const npmLock: LockFormat = {
  id: "npm",
  label: "package-lock.json",
  recognises: (name) => /^(\.?package-lock|npm-shrinkwrap)\.json$/.test(name),
  async parse(lock) {
    let raw: unknown;
    try {
      raw = readJson(lock.text);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      const { line, column } = placeOf(lock.text, error.offset);
      throw lockError(lock, line, column, "this is not JSON");
    }
    const result = NpmLock.safeParse(raw);
    const lineOf = (key: string): number => placeOf(lock.text, Math.max(0, lock.text.indexOf(`${JSON.stringify(key)}:`))).line;
    if (!result.success) {
      const [issue] = result.error.issues;
      throw lockError(lock, lineOf(String(issue?.path[1] ?? issue?.path[0] ?? "")), 1, `${issue?.path.join(".") || "the file"}: ${issue?.message ?? "cannot be used"}`);
    }
    const { lockfileVersion, packages = {} } = result.data;
    if (lockfileVersion !== 2n && lockfileVersion !== 3n) throw lockError(lock, lineOf("lockfileVersion"), 1, `lockfileVersion ${lockfileVersion} is not known; 2 and 3 are`, "Write it anew: npm install --package-lock-only --lockfile-version 3");
    return {
      packages: Object.entries(packages).flatMap(([path, entry]) => {
        const name = entry.name ?? path.split("node_modules/").at(-1) ?? path;
        if (!path.includes("node_modules/") || name === "") return [];
        const optional = entry.dev === true || entry.devOptional === true ? "group dev" : entry.optional === true ? "optional" : null;
        return [{
          name,
          version: entry.version ?? null,
          hashes: (entry.integrity ?? "").split(/\s+/).filter((hash) => hash !== "").map(hexIntegrity),
          wheels: [],
          marker: platformOf(entry),
          source: entry.link === true ? { kind: "path" as const, location: entry.resolved ?? null } : { kind: "npm" as const, location: entry.resolved === undefined ? null : redactLocation(entry.resolved) },
          optional,
          line: lineOf(path),
        }];
      }),
      notes: [],
    };
  },
};

/** `sha512-<base64>` as `sha512:<hex>`, as every other lock writes it. */
const hexIntegrity = (integrity: string): string => {
  const [kind = "", base64 = ""] = integrity.split(/-(.*)/s);
  return `${kind}:${Buffer.from(base64, "base64").toString("hex")}`;
};

/** npm's names of platforms; those of processors are Node's. */
const machines: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64", ia32: "i686" };

const platformOf = ({ os, cpu }: z.output<typeof Entry>): string | null => {
  const one = (variable: string, names: readonly string[] | undefined, spell: (name: string) => string): readonly string[] => {
    if (names === undefined) return [];
    const [first = ""] = names;
    if (first.startsWith("!")) return names.map((name) => `${variable} != '${spell(name.slice(1))}'`);
    return [`(${names.map((name) => `${variable} == '${spell(name)}'`).join(" or ")})`];
  };
  return [...one("sys_platform", os, (name) => name), ...one("platform_machine", cpu, (name) => machines[name] ?? name)].join(" and ") || null;
};
