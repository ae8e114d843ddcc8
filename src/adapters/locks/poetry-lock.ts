import { z } from "zod";
import type { LockedSource } from "../../core/domain/lock-file.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { LockFormat } from "../../ports/lock-format.ts";
import { conditions, type LockEdge } from "./condition.ts";
import { lockError } from "./lock-error.ts";
import { parseToml } from "./parse-toml.ts";
import { redactLocation } from "./redact-location.ts";
import { wheelNames } from "./wheel-names.ts";

const File = z.looseObject({ file: z.string(), hash: z.string() });
const Package = z.looseObject({
  name: z.string().min(1),
  version: z.string(),
  optional: z.boolean().default(false),
  category: z.string().optional(),
  groups: z.array(z.string()).optional(),
  markers: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
  files: z.array(File).default([]),
  dependencies: z.record(z.string(), z.unknown()).default({}),
  source: z.looseObject({ type: z.string(), url: z.string() }).optional(),
  develop: z.boolean().optional(),
});
type Package = z.output<typeof Package>;
const PoetryLock = z.looseObject({
  package: z.array(Package).default([]),
  metadata: z.looseObject({ "lock-version": z.string(), files: z.record(z.string(), z.array(File)).default({}) }),
});

/**
 * poetry.lock. From 2.1 of its format on, each package has its groups and marker; before, conditions stand on the dependencies, and which packages
 * the project itself asks for is not written: those that no other package needs are taken for it.
 */
export const poetryLock: LockFormat = {
  id: "poetry",
  label: "poetry.lock",
  recognises: (name) => name === "poetry.lock",
  async parse(lock) {
    const { value, lines } = parseToml(lock, PoetryLock, "package");
    const version = value.metadata["lock-version"];
    if (!/^[12]\./.test(version)) throw lockError(lock, 1, 1, `lock-version ${version} is not known; 1.x and 2.x are`, "Write it with Poetry 1 or 2.");
    const all = value.package;
    const told = all.some((entry) => entry.groups !== undefined);
    const derived = told ? null : derivedMarkers(all);
    const filesOf = (entry: Package): readonly z.output<typeof File>[] => [...entry.files, ...(value.metadata.files[entry.name] ?? [])];
    const packages = all.map((entry, index) => ({
      name: distributionName(entry.name),
      version: entry.version,
      hashes: [...new Set(filesOf(entry).map((file) => file.hash))],
      wheels: wheelNames(filesOf(entry).map((file) => file.file)),
      marker: told ? markerOf(entry) : (derived?.[index] ?? null),
      source: sourceOf(entry),
      optional: optionalBy(entry),
      line: lines[index] ?? 1,
    }));
    return { packages, notes: told ? [] : [`${lock.path} was written by a Poetry that does not say which packages the project itself asks for; a package's condition is worked out from the packages that need it.`] };
  },
};

const markerOf = ({ markers }: Package): string | null => (typeof markers === "object" ? (markers["main"] ?? null) : (markers ?? null));

const optionalBy = ({ optional, category, groups, markers }: Package): string | null => {
  if (groups !== undefined && !groups.includes("main")) return `group ${groups.join(", ")}`;
  if (category !== undefined && category !== "main") return `group ${category}`;
  const marker = typeof markers === "string" ? /extra == (['"])([^'"]+)\1/.exec(markers)?.[2] : undefined;
  return optional ? `extra ${marker ?? "of the project"}` : null;
};

const Edge = z.union([z.string(), z.looseObject({ markers: z.string().optional(), optional: z.boolean().optional() })]);

const derivedMarkers = (all: readonly Package[]): readonly (string | null | undefined)[] => {
  const indexes = Map.groupBy(all.keys(), (index) => distributionName((all[index] as Package).name));
  const edges = all.map(({ dependencies }) => Object.entries(dependencies).flatMap(([name, raw]): readonly LockEdge[] =>
    (Array.isArray(raw) ? raw : [raw]).flatMap((one) => {
      const read = Edge.safeParse(one).data;
      if (typeof read === "object" && read.optional === true) return [];
      return (indexes.get(distributionName(name)) ?? []).map((to) => ({ to, marker: typeof read === "object" ? (read.markers ?? null) : null }));
    })));
  const needed = new Set(edges.flat().map((edge) => edge.to));
  return conditions(edges, [...all.keys()].filter((index) => !needed.has(index)).map((to) => ({ to, marker: null })));
};

const sourceOf = ({ source, develop }: Package): LockedSource => {
  if (source === undefined) return { kind: "index", location: null };
  const kind = ({ git: "git", url: "url", file: "path", directory: develop === true ? "editable" : "path" } as const)[source.type] ?? "index";
  return { kind, location: redactLocation(source.url) };
};
