import type { Fingerprint, FieldValue } from "../domain/fingerprint.ts";
import type { IdentityPart } from "../domain/identity.ts";
import { parseFieldId } from "./parse-field-id.ts";

/** Kinds that are the heart of their part: with one of them wholly unread the part is not known, whatever else of it was read. */
const heart: ReadonlySet<string> = new Set(["model.file", "package.version"]);

/** Only the process itself can tell its pointer size, so a look from beside it would be another processor; lock and image bind the interpreter. */
const leftOut: ReadonlySet<string> = new Set(["cpu.pointer"]);

/** A registry writes an image as `registry/name@sha256:…`, a runtime as `docker-pullable://…@sha256:…`: the digest is the image. */
const imageDigest = /sha256:[0-9a-f]{64}$/;

/**
 * The fields that make up one part of an identity, by id; null where the part is not known. It is not known when none of its fields was
 * read, when one of them is named as unread, and when only a process beside the server was asked for what is true of a process.
 * A field that was read and is nothing counts in `precision` alone, where a switch that is not set is a setting.
 */
export const identityFields = (fingerprint: Fingerprint, part: IdentityPart): Readonly<Record<string, FieldValue>> | null => {
  const unread = Object.keys(fingerprint.unread).map(parseFieldId);
  if (unread.some(({ id, kind, subject }) => kind?.identity === part && !leftOut.has(id) && (subject !== null || kind.subject === undefined || heart.has(id)))) return null;
  const fields = Object.entries(fingerprint.fields).filter(([id, { scope, value }]) => {
    if (parseFieldId(id).kind?.identity !== part || leftOut.has(id)) return false;
    if (scope === "process" && fingerprint.method === "new-process") return false;
    return value !== null || part === "precision";
  });
  return fields.length === 0 ? null : Object.fromEntries(fields.map(([id, { value }]) => [id, plainValue(id, value)]));
};

const plainValue = (id: string, value: FieldValue): FieldValue => (id === "image.digest" && typeof value === "string" ? (imageDigest.exec(value)?.[0] ?? value) : value);
