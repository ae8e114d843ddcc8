import { z } from "zod";
import type { LockedSource } from "../../core/domain/lock-file.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { LockFormat } from "../../ports/lock-format.ts";
import { conditions, type LockEdge } from "./condition.ts";
import { lockError } from "./lock-error.ts";
import { parseToml } from "./parse-toml.ts";
import { redactLocation } from "./redact-location.ts";
import { wheelNames } from "./wheel-names.ts";

const Need = z.looseObject({ name: z.string(), version: z.string().optional(), marker: z.string().optional(), extra: z.array(z.string()).optional() });
const Archive = z.looseObject({ hash: z.string().optional(), url: z.string().optional(), path: z.string().optional(), filename: z.string().optional() });
const Package = z.looseObject({
  name: z.string().min(1),
  version: z.string().optional(),
  source: z.record(z.string(), z.unknown()),
  "resolution-markers": z.array(z.string()).optional(),
  dependencies: z.array(Need).default([]),
  "optional-dependencies": z.record(z.string(), z.array(Need)).default({}),
  "dev-dependencies": z.record(z.string(), z.array(Need)).default({}),
  sdist: Archive.optional(),
  wheels: z.array(Archive).optional(),
});
type Package = z.output<typeof Package>;
const UvLock = z.looseObject({ version: z.number(), package: z.array(Package).default([]) });

/** uv.lock: a graph whose conditions stand on its edges; the project itself is a package that lives in a folder. */
export const uvLock: LockFormat = {
  id: "uv",
  label: "uv.lock",
  recognises: (name) => name === "uv.lock",
  async parse(lock) {
    const { value, lines } = parseToml(lock, UvLock, "package");
    if (value.version !== 1) throw lockError(lock, 1, 1, `version ${value.version} is not known; 1 is`, "Write it with a version of uv that writes version 1, or export it: uv export --format pylock.toml");
    const all = value.package;
    const indexes = Map.groupBy(all.keys(), (index) => distributionName((all[index] as Package).name));
    const targets = (needs: readonly z.output<typeof Need>[]): readonly LockEdge[] => needs.flatMap((need) => (indexes.get(distributionName(need.name)) ?? [])
      .filter((to) => need.version === undefined || all[to]?.version === need.version)
      .map((to) => ({ to, marker: need.marker ?? null, extras: need.extra ?? [] })));
    // An extra of a dependency is asked for by an edge; its packages are then needed as the rest are.
    const asked = new Map<number, Set<string>>();
    for (const entry of all) for (const need of entry.dependencies) for (const to of indexes.get(distributionName(need.name)) ?? []) for (const extra of need.extra ?? []) (asked.get(to) ?? asked.set(to, new Set()).get(to))?.add(extra);
    const edges = all.map((entry, index) => targets([...entry.dependencies, ...[...(asked.get(index) ?? [])].flatMap((extra) => entry["optional-dependencies"][extra] ?? [])]));
    const projects = [...all.keys()].filter((index) => isProject(all[index] as Package));
    const always = conditions(edges, projects.map((to) => ({ to, marker: null })));
    const packages = all.flatMap((entry, index) => {
      // A project that is only resolved is never installed; one that is installed is its own folder.
      if (Object.hasOwn(entry.source, "virtual")) return [];
      const forks = entry["resolution-markers"] ?? [];
      const fork = forks.length === 0 ? null : forks.map((marker) => `(${marker})`).join(" or ");
      const condition = always[index];
      return [{
        name: distributionName(entry.name),
        version: entry.version ?? null,
        hashes: [...new Set([entry.sdist, ...(entry.wheels ?? [])].flatMap((archive) => (archive?.hash === undefined ? [] : [archive.hash])))],
        wheels: wheelNames((entry.wheels ?? []).map((archive) => archive.filename ?? archive.url ?? archive.path)),
        marker: [condition ?? null, fork].filter((marker) => marker !== null).map((marker, _, both) => (both.length > 1 ? `(${marker})` : marker)).join(" and ") || null,
        source: sourceOf(entry),
        optional: projects.includes(index) ? "the project itself" : condition === undefined ? optionalBy(index, projects, all, edges, targets) : null,
        line: lines[index] ?? 1,
      }];
    });
    return { packages, notes: [] };
  },
};

const isProject = ({ source }: Package): boolean => ["editable", "virtual"].some((key) => source[key] === ".") || Object.hasOwn(source, "virtual");

/** The first extra or group of a project by which the package is reached. */
const optionalBy = (index: number, projects: readonly number[], all: readonly Package[], edges: readonly (readonly LockEdge[])[], targets: (needs: readonly z.output<typeof Need>[]) => readonly LockEdge[]): string => {
  for (const project of projects) {
    for (const [word, groups] of [["extra", all[project]?.["optional-dependencies"]], ["group", all[project]?.["dev-dependencies"]]] as const) {
      for (const [name, needs] of Object.entries(groups ?? {})) if (conditions(edges, targets(needs))[index] !== undefined) return `${word} ${name}`;
    }
  }
  return "an extra of another package";
};

const sourceOf = ({ source }: Package): LockedSource => {
  const [key = "registry", location] = Object.entries(source)[0] ?? [];
  const kind = ({ registry: "index", git: "git", url: "url", editable: "editable" } as const)[key] ?? "path";
  return { kind, location: typeof location === "string" ? redactLocation(location) : null };
};
