import type { FieldValue } from "../domain/fingerprint.ts";
import type { FieldKindName } from "./field-kinds.ts";
import { countOf } from "../wording/count-of.ts";
import { listOf } from "../wording/list-of.ts";
import { shortNumber } from "../wording/short-number.ts";

/** What `nothing` means of a kind. */
const absent: Partial<Record<FieldKindName, string>> = {
  "package.version": "not installed", "package.origin": "not installed", "package.integrity": "not installed", "package.imported": "as installed", "native.library": "not loaded", "import.patch": "not loaded",
  "gpu.model": "absent", "gpu.driver": "absent", "gpu.cuda": "not loaded", "memory.limit": "unlimited", "memory.swap": "unlimited", "cpu.quota": "unlimited", "limits.rlimit": "unlimited",
  "model.file": "not there", "preprocessing.file": "not there", "package.lock": "not there", "model.mapped": "not in memory", "warning.raised": "not raised", "threads.variable": "not set", "kernels.variable": "not set",
  "gpu.variable": "not set", "config.variable": "not set", "native.preload": "not set", "native.path": "not set", "hash.seed": "not set", "framework.switch": "not there", "seed.value": "not set", "seed.switch": "not set",
  "decision.value": "not set",
};

const inBytes: ReadonlySet<string> = new Set(["memory.limit", "memory.swap", "memory.resident"]);
const onOff: ReadonlySet<string> = new Set(["framework.switch", "seed.switch", "hash.randomised", "numerics.subnormals", "import.usersite", "locale.utf8", "git.dirty"]);

/** Longer values are cut in sentences; the fingerprint keeps them whole. */
const longestValue = 80;
const mostItems = 6;

const bytes = (value: number): string => (value >= 2 ** 30 ? `${shortNumber(value / 2 ** 30)} GiB` : value >= 2 ** 20 ? `${shortNumber(value / 2 ** 20)} MiB` : countOf(value, "byte"));

const short = (text: string): string => {
  const digest = /^(sha256|hmac):([0-9a-f]{12})[0-9a-f]*(?: (\d+))?$/.exec(text);
  if (digest !== null) return `${digest[1] ?? ""}:${digest[2] ?? ""}…${digest[3] === undefined ? "" : ` (${countOf(Number(digest[3]), "byte")})`}`;
  return text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
};

/** A few of a list, the rest counted. */
export const someOf = (items: readonly string[], most: number = mostItems): string =>
  items.length <= most ? listOf(items.map(short)) : `${items.slice(0, most).map(short).join(", ")} and ${items.length - most} more`;

/** A value as a sentence says it: digests short, bytes in GiB, lists cut. */
export const valueWords = (value: FieldValue, kindName: FieldKindName | null): string => {
  if (value === null) return (kindName === null ? undefined : absent[kindName]) ?? "none";
  if (Array.isArray(value)) return value.length === 0 ? "empty" : someOf(value);
  if (typeof value === "boolean" && kindName === "model.mode") return value ? "training" : "evaluation";
  if (typeof value === "boolean" && kindName !== null && onOff.has(kindName)) return value ? "on" : "off";
  if (typeof value === "number" && kindName !== null && inBytes.has(kindName)) return bytes(value);
  // A library that was not hashed is told by its version and size.
  const sized = kindName === "native.library" ? /^(\S+) (\d+)$/.exec(String(value)) : null;
  if (sized !== null && !String(value).startsWith("sha256:")) return `${sized[1] ?? ""} (${bytes(Number(sized[2]))})`;
  return value === "" ? "empty" : short(String(value));
};
