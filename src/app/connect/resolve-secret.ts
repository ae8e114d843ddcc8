import { resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readNamedFile } from "../read-named-file.ts";

/** No header and no key is longer. */
const mostBytes = 64 * 1024;

/** A header as given: its value may hold references, `env:NAME` and `file:PATH`. */
export interface HeaderReference {
  readonly name: string;
  readonly value: string;
}

export interface SecretWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Told of every secret, so that whatever prints can leave it out. */
  readonly keepSecret?: (secret: string) => void;
}

/** Secrets that were resolved for one environment. */
export interface Secrets {
  /** The value with its references replaced. LS104 when one leads nowhere. `place` is the option it stands in. */
  resolve(text: string, place: string): Promise<string>;
  /** All headers, by name; LS103 when one that carries secrets is written out. */
  resolveHeaders(headers: readonly HeaderReference[]): Promise<Readonly<Record<string, string>>>;
  /** What one reference names, which may hold several lines, as a key does. LS103 when the text is no reference, LS104 when it leads nowhere. */
  resolveLines(text: string, place: string): Promise<string>;
  /** A secret that was found otherwise, to be left out of every text from now on. */
  keep(secret: string): void;
  /** Whether anything was resolved. */
  any(): boolean;
  /** The text without any secret that was resolved. */
  redact(text: string): string;
}

/** What stands where a secret stood. */
const redacted = "***";

/** A shorter text protects nothing, and taking it out would tear holes into every message. */
const shortestSecret = 4;

/** Headers and keys whose value is a secret: a literal there would end in shell histories, process lists and logs. */
const secretHeader = /^(authorization|proxy-authorization|cookie|anonymise[-_]?key)$|api[-_]?key|token|secret|passw|credential|^x-auth|session/i;

/** A reference begins the value, or follows a blank, `=`, `:` or a quote: `Bearer env:TOKEN`, `session=file:/run/secret`. */
const reference = /(?<=^|[\s="':])(env|file):([^\s;,"']+)/g;

/** Whether a header of this name carries a secret that this value writes out. */
export const isWrittenSecret = (name: string, value: string): boolean => secretHeader.test(name) && value.search(reference) < 0;

/** LS103 for a header that carries secrets and is written out: whatever keeps the options would keep the secret. */
export function refuseWrittenSecrets(headers: readonly HeaderReference[]): void {
  for (const { name, value } of headers) {
    if (!isWrittenSecret(name, value)) continue;
    throw new LockstepError("LS103", { message: `the header ${name} holds its secret itself`, place: `--header ${name}`, todo: `Give it by reference: --header '${name}: ${/^authorization$/i.test(name) ? "Bearer " : ""}env:NAME' or file:PATH.` });
  }
}

export function createSecrets(world: SecretWorld): Secrets {
  const known = new Set<string>();

  const lookUp = async (kind: string, where: string, place: string, lines = false): Promise<string> => {
    const value = kind === "env" ? world.env[where] : await readSecretFile(resolve(world.cwd, where), place);
    if (value === undefined) throw new LockstepError("LS104", { message: `the environment variable ${where} is not set`, place });
    const secret = value.replace(/\r?\n$/, "");
    if (secret === "") throw new LockstepError("LS104", { message: `${kind === "env" ? `the environment variable ${where}` : `the file ${where}`} is empty`, place });
    if (!lines && /[\r\n\0]/.test(secret)) throw new LockstepError("LS104", { message: `${kind === "env" ? `the environment variable ${where}` : `the file ${where}`} holds several lines, which no header can`, place });
    // Every line of a key is a secret by itself; its first and last line are the same in every key.
    for (const part of lines ? [secret, ...secret.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("-----"))] : [secret]) {
      known.add(part);
      world.keepSecret?.(part);
    }
    return secret;
  };

  const resolveText = async (text: string, place: string): Promise<string> => {
    let out = "";
    let from = 0;
    for (const found of text.matchAll(reference)) {
      out += text.slice(from, found.index) + (await lookUp(found[1] as string, found[2] as string, place));
      from = found.index + found[0].length;
    }
    return out + text.slice(from);
  };

  return {
    resolve: resolveText,
    async resolveHeaders(headers) {
      refuseWrittenSecrets(headers);
      const resolved: Record<string, string> = {};
      for (const { name, value } of headers) {
        const place = `--header ${name}`;
        resolved[name.toLowerCase()] = await resolveText(value, place);
      }
      return resolved;
    },
    async resolveLines(text, place) {
      const [, kind, where] = /^(env|file):(.+)$/.exec(text) ?? [];
      if (kind === undefined || where === undefined) throw new LockstepError("LS103", { message: `${place} takes a reference, never the secret itself`, place, todo: "Give env:NAME or file:PATH." });
      return lookUp(kind, where, place, true);
    },
    keep(secret) {
      known.add(secret);
      world.keepSecret?.(secret);
    },
    any: () => known.size > 0,
    redact(text) {
      let clean = text;
      // Longest first, so that a secret which holds another one goes as a whole. A server repeats Basic credentials as they came: in base64.
      for (const secret of [...known].sort((a, b) => b.length - a.length)) {
        if (secret.length < shortestSecret) continue;
        const forms = new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64"), JSON.stringify(secret).slice(1, -1)]);
        for (const form of forms) clean = withoutBeginning(clean.replaceAll(form, redacted), form);
      }
      return clean;
    },
  };
}

/** A quotation that was cut short within a secret ends with the beginning of it. */
function withoutBeginning(text: string, form: string): string {
  if (!text.includes("…")) return text;
  let clean = text;
  for (let length = form.length - 1; length >= shortestSecret; length -= 1) clean = clean.replaceAll(`${form.slice(0, length)}…`, `${redacted}…`);
  return clean;
}

async function readSecretFile(path: string, place: string): Promise<string> {
  try {
    return (await readNamedFile(path, mostBytes)).toString("utf8");
  } catch (cause) {
    throw new LockstepError("LS104", { message: `the file ${path} cannot be read: ${(cause as Error).message}`, place, cause });
  }
}
