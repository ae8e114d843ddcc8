import type { LockedPackage, LockedSource } from "../../core/domain/lock-file.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { LockContent, LockFormat, LockText } from "../../ports/lock-format.ts";
import { lockError } from "./lock-error.ts";
import { redactLocation } from "./redact-location.ts";
import { wheelNames } from "./wheel-names.ts";

/** pip's requirements file, as pip-compile and uv write it. What is not pinned with `==` is kept without a version and noted. */
export const requirements: LockFormat = {
  id: "requirements",
  label: "pip requirements",
  recognises: (name) => /requirements.*\.(txt|lock)$/i.test(name) || /^(constraints|pip).*\.txt$/i.test(name),
  parse: (lock) => parseFile(lock, [], new Set(), false),
};

/** Options that say where from and how, not what. */
const settings = /^(--index-url|-i|--extra-index-url|--no-index|--find-links|-f|--no-binary|--only-binary|--prefer-binary|--require-hashes|--pre|--trusted-host|--use-feature)(?=[\s=]|$)/;

/** `read` are the files that were read already, which say nothing new: files that include one another twice would double with every step. */
const parseFile = async (lock: LockText, above: readonly string[], read: Set<string>, constrains: boolean): Promise<LockContent> => {
  if (above.includes(lock.path)) throw lockError(lock, 1, 1, `it includes itself by way of ${above.join(" -> ")}`, "Take the -r out that closes the circle.");
  const packages: LockedPackage[] = [];
  const notes: string[] = [];
  for (const { text, line } of logicalLines(lock.text)) {
    const option = /^(-r|--requirement|-c|--constraint)[\s=]*(\S+)$/.exec(text);
    if (option !== null) {
      const path = option[2] as string;
      if (/^[a-z]+:\/\//i.test(path)) throw lockError(lock, line, 1, "a file on a server is not included", "Give the included file beside this one.");
      const included = await lock.include(path);
      const constraint = constrains || /^(-c|--c)/.test(text);
      const known = `${constraint} ${included.path}`;
      if (read.has(known) && ![...above, lock.path].includes(included.path)) continue;
      read.add(known);
      const inner = await parseFile(included, [...above, lock.path], read, constraint);
      if (/^(-c|--c)/.test(text)) notes.push(`${lock.path}:${line} only constrains by ${path}, which installs nothing.`);
      else {
        packages.push(...inner.packages);
        notes.push(...inner.notes);
      }
      continue;
    }
    if (settings.test(text)) continue;
    // One blank says as much as a thousand, which the patterns below would try one by one.
    const required = requirement(lock, text.replaceAll(/\s+/g, " "), line);
    if (required.version === null && required.source.kind === "index") notes.push(`${lock.path}:${line}: ${required.name} is not pinned to one version.`);
    packages.push(required);
  }
  return { packages, notes };
};

const requirement = (lock: LockText, text: string, line: number): LockedPackage => {
  const hashes = [...text.matchAll(/(?<=\s)--hash[=\s]+(\S+)/g)].map((found) => found[1] as string);
  const wrong = hashes.find((hash) => !/^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/.test(hash));
  if (wrong !== undefined) throw lockError(lock, line, 1, `${wrong.slice(0, 80)} is no hash; sha256:, sha384: or sha512: and all hexadecimal digits is one`);
  let rest = text.replaceAll(/\s+--(hash|config-settings|global-option)[=\s]+\S+/g, "").trim();
  const editable = /^(-e|--editable)[\s=]+/.exec(rest);
  if (editable !== null) rest = rest.slice(editable[0].length);
  else if (rest.startsWith("-")) throw lockError(lock, line, 1, `the option ${rest.split(/[\s=]/, 1)[0]} is not one of a requirements file`, "Check its spelling.");
  const common = { hashes, line, optional: null, wheels: wheelNames([rest.split(/[\s;]/).find((word) => /\.whl(?:[?#]|$)/.test(word))]) };

  const direct = /^([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*@\s*(\S+)\s*(?:;\s*(.+))?$/.exec(rest);
  if (direct !== null) return { ...common, name: distributionName(direct[1] as string), version: wheelVersion(direct[3] as string), marker: direct[4] ?? null, source: sourceOf(direct[3] as string, editable !== null) };
  if (editable !== null || /^([a-z+]+:\/\/|\.{0,2}\/|\.$|\.\.$)/i.test(rest) || /\.(whl|tar\.gz|zip)(\s|#|$)/.test(rest)) {
    const [, location, marker] = /^(\S+)\s*(?:;\s*(.+))?$/.exec(rest) ?? [];
    const name = location === undefined ? null : nameOfLocation(location);
    if (location === undefined || name === null) throw lockError(lock, line, 1, "nothing tells the package's name", "Write it as: name @ URL-or-path");
    return { ...common, name: distributionName(name), version: wheelVersion(location), marker: marker ?? null, source: sourceOf(location, editable !== null) };
  }
  const named = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*\(?((?:\s*(?:===|==|~=|!=|<=|>=|<|>)\s*[^\s,;()]+\s*,?)*)\)?\s*(?:;\s*(.+))?$/.exec(rest);
  if (named === null) throw lockError(lock, line, rejectedColumn(rest), "this is no requirement (name==version ; marker --hash=sha256:…)");
  const pin = /^\s*={2,3}\s*([^\s,*]+)\s*$/.exec(named[2] ?? "");
  return { ...common, name: distributionName(named[1] as string), version: pin?.[1] ?? null, marker: named[3]?.trim() ?? null, source: { kind: "index", location: null } };
};

/** Behind the name, where what follows it stops being understood. */
const rejectedColumn = (text: string): number => (/^[A-Za-z0-9][\w.-]*\s*/.exec(text)?.[0].length ?? 0) + 1;

const sourceOf = (location: string, editable: boolean): LockedSource => {
  const clean = redactLocation(location.replace(/#.*$/, ""));
  if (editable) return { kind: "editable", location: clean };
  if (/^(git|hg|svn|bzr)\+/.test(location)) return { kind: "git", location: clean };
  return { kind: /^https?:\/\//.test(location) ? "url" : "path", location: clean };
};

/** From `#egg=name`, or from the name of a wheel or an archive. */
const nameOfLocation = (location: string): string | null => {
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*)/.exec(location)?.[1];
  if (egg !== undefined) return egg;
  const base = location.replace(/[?#].*$/, "").replace(/\/+$/, "").split("/").at(-1) ?? "";
  const file = /^([A-Za-z0-9][\w.]*)-\d[^-]*(?:-.*)?\.whl$/.exec(base) ?? /^([A-Za-z0-9][\w.-]*?)-\d[^-]*\.(?:tar\.gz|zip)$/.exec(base);
  return file?.[1] ?? (/^[A-Za-z0-9][\w.-]*$/.test(base) ? base.replace(/(\.git)?(@.*)?$/, "") : null);
};

const wheelVersion = (location: string): string | null => /\/?[A-Za-z0-9][\w.]*-(\d[^-]*)-[^/]*\.whl(?:[?#]|$)/.exec(location)?.[1] ?? null;

interface LogicalLine {
  readonly text: string;
  readonly line: number;
}

/** Lines joined where they end in a backslash, without comments. */
const logicalLines = (text: string): readonly LogicalLine[] => {
  const out: LogicalLine[] = [];
  let joined = "";
  let from = 0;
  for (const [index, raw] of text.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    if (joined === "") from = index + 1;
    const isComment = /^\s*#/.test(raw);
    const continues = !isComment && raw.endsWith("\\");
    joined += isComment ? " " : continues ? raw.slice(0, -1) : raw;
    // A comment inside a continued requirement belongs to nothing and ends nothing.
    if (continues || (isComment && joined.trim() !== "")) continue;
    const clean = joined.replace(/(^|\s)#.*$/, "").trim();
    if (clean !== "") out.push({ text: clean, line: from });
    joined = "";
  }
  const last = joined.replace(/(^|\s)#.*$/, "").trim();
  if (last !== "") out.push({ text: last, line: from });
  return out;
};
