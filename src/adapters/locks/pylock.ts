import { z } from "zod";
import type { LockedSource } from "../../core/domain/lock-file.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { LockFormat } from "../../ports/lock-format.ts";
import { lockError } from "./lock-error.ts";
import { parseToml } from "./parse-toml.ts";
import { redactLocation } from "./redact-location.ts";
import { wheelNames } from "./wheel-names.ts";

const Hashes = z.record(z.string(), z.string());
const Archive = z.looseObject({ name: z.string().optional(), url: z.string().optional(), path: z.string().optional(), hashes: Hashes.optional() });
const Package = z.looseObject({
  name: z.string().min(1),
  version: z.string().optional(),
  marker: z.string().optional(),
  index: z.string().optional(),
  sdist: Archive.optional(),
  wheels: z.array(Archive).optional(),
  archive: Archive.optional(),
  vcs: z.looseObject({ url: z.string().optional(), path: z.string().optional() }).optional(),
  directory: z.looseObject({ path: z.string(), editable: z.boolean().optional() }).optional(),
});
const PyLock = z.looseObject({ "lock-version": z.string(), packages: z.array(Package).default([]) });

/** pylock.toml, the standard lock file of Python (PEP 751), as pip, uv and pdm write it. */
export const pylock: LockFormat = {
  id: "pylock",
  label: "pylock.toml",
  recognises: (name) => /^pylock(\.[^.]+)?\.toml$/.test(name),
  async parse(lock) {
    const { value, lines } = parseToml(lock, PyLock, "packages");
    if (!/^1(\.|$)/.test(value["lock-version"])) throw lockError(lock, 1, 1, `lock-version ${value["lock-version"]} is not known; 1.x is`, "Write it with version 1.0.");
    const packages = value.packages.map((entry, index) => ({
      name: distributionName(entry.name),
      version: entry.version ?? null,
      hashes: [...new Set([entry.archive, entry.sdist, ...(entry.wheels ?? [])].flatMap((archive) => Object.entries(archive?.hashes ?? {}).map(([kind, hex]) => `${kind}:${hex}`)))],
      wheels: wheelNames([entry.archive, ...(entry.wheels ?? [])].map((archive) => archive?.name ?? archive?.url ?? archive?.path)),
      // A marker that asks for a group or an extra holds only when that is installed too.
      marker: entry.marker ?? null,
      source: sourceOf(entry),
      optional: optionalBy(entry.marker ?? ""),
      line: lines[index] ?? 1,
    }));
    return { packages, notes: [] };
  },
};

const sourceOf = ({ vcs, directory, archive, index }: z.output<typeof Package>): LockedSource => {
  if (vcs !== undefined) return { kind: "git", location: redactLocation(vcs.url ?? vcs.path ?? "") };
  if (directory !== undefined) return { kind: directory.editable === true ? "editable" : "path", location: directory.path };
  if (archive !== undefined) return archive.url === undefined ? { kind: "path", location: archive.path ?? null } : { kind: "url", location: redactLocation(archive.url) };
  return { kind: "index", location: index === undefined ? null : redactLocation(index) };
};

const optionalBy = (marker: string): string | null => {
  const asked = /(['"])([^'"]+)\1\s+in\s+(dependency_groups|extras)/.exec(marker);
  return asked === null ? null : `${asked[3] === "extras" ? "extra" : "group"} ${asked[2]}`;
};
