import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { LockFormat } from "../../ports/lock-format.ts";
import { platformMarker } from "./conda-platform.ts";
import { lockError } from "./lock-error.ts";
import { redactLocation } from "./redact-location.ts";
import { wheelNames } from "./wheel-names.ts";

const Package = z.looseObject({
  name: z.string().min(1),
  version: z.string(),
  manager: z.enum(["conda", "pip"]),
  platform: z.string(),
  url: z.string(),
  hash: z.looseObject({ md5: z.string().optional(), sha256: z.string().optional() }),
  category: z.string().default("main"),
  optional: z.boolean().default(false),
});
const CondaLock = z.looseObject({ version: z.number(), package: z.array(Package) });

/** conda-lock.yml, version 1: one entry for each package and platform. */
export const condaLock: LockFormat = {
  id: "conda-lock",
  label: "conda-lock.yml",
  recognises: (name) => /conda-lock\.ya?ml$/.test(name),
  async parse(lock) {
    const counter = new LineCounter();
    const document = parseDocument(lock.text, { lineCounter: counter, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = counter.linePos(error.pos[0]);
      throw lockError(lock, line, col, `this is not YAML: ${error.message}`);
    }
    const list = isMap(document.contents) ? document.get("package", true) : null;
    const lines = isSeq(list) ? list.items.map((item) => counter.linePos((item as { readonly range?: readonly number[] | null }).range?.[0] ?? 0).line) : [];
    const result = CondaLock.safeParse(plain(document, lock));
    if (!result.success) {
      const [issue] = result.error.issues;
      const path = issue?.path ?? [];
      throw lockError(lock, (path[0] === "package" && typeof path[1] === "number" ? lines[path[1]] : undefined) ?? 1, 1, `${path.join(".") || "the file"}: ${issue?.message ?? "cannot be used"}`);
    }
    if (result.data.version !== 1) throw lockError(lock, 1, 1, `version ${result.data.version} is not known; 1 is`);
    const packages = result.data.package.map((entry, index) => ({
      name: distributionName(entry.name),
      version: entry.version,
      hashes: entry.hash.sha256 !== undefined ? [`sha256:${entry.hash.sha256}`] : entry.hash.md5 !== undefined ? [`md5:${entry.hash.md5}`] : [],
      wheels: wheelNames([entry.url]),
      marker: platformMarker(entry.platform),
      source: entry.manager === "conda" ? { kind: "conda" as const, location: redactLocation(entry.url) } : { kind: "index" as const, location: redactLocation(entry.url) },
      optional: entry.category !== "main" ? `group ${entry.category}` : entry.optional ? "an extra" : null,
      line: lines[index] ?? 1,
    }));
    return { packages, notes: [] };
  },
};

const plain = (document: ReturnType<typeof parseDocument>, lock: Parameters<typeof lockError>[0]): unknown => {
  try {
    return document.toJS();
  } catch (cause) {
    throw lockError(lock, 1, 1, `its aliases cannot be followed (${(cause as Error).message})`);
  }
};
