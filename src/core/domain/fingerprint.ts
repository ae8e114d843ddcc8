import { z } from "zod";

/** What a field's value is true of: this process, everything in the container, or the machine under it. */
export const FieldScope = z.enum(["process", "container", "host"]);
export type FieldScope = z.infer<typeof FieldScope>;

/** A flat value: numbers and texts as read, lists where order matters. Secrets and environment variables only as salted hashes. */
export const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export type FieldValue = z.infer<typeof FieldValue>;

/**
 * One thing that was read. Its id is `<kind>` or `<kind>:<subject>` (`python.version`, `package.version:numpy`); the kinds are those of
 * core/fingerprint/field-kinds.ts. `null` is a value that was read and is nothing; what could not be read stands under `unread`.
 */
export const FingerprintField = z.object({
  value: FieldValue,
  scope: FieldScope,
  /** What was read: a path, a call, a variable's name. */
  how: z.string(),
});
export type FingerprintField = z.infer<typeof FingerprintField>;

/** What an environment is, as read from inside the running process or from beside it. Written by every probe, in any language. */
export const Fingerprint = z.object({
  lockstep: z.literal("fingerprint"),
  schemaVersion: z.literal(1),
  /** Name and version of what read it, `lockstep-probe 0.1.0`. */
  probe: z.string(),
  /** ISO 8601, UTC, by the clock of the place that was read. */
  takenAt: z.string(),
  /**
   * - `in-process`: by the serving process itself (SDK or copied probe)
   * - `proc`: from beside it, out of the server's own /proc/<pid>
   * - `new-process`: by a process started beside the server; container and host fields hold, process fields are not the server's
   * - `declared`: written down by people or by a build
   */
  method: z.enum(["in-process", "proc", "new-process", "declared"]),
  pid: z.number().int().nullable(),
  fields: z.record(z.string(), FingerprintField),
  /** Field ids (or whole kinds) that could not be read, and why. A field that was not read is not equal. */
  unread: z.record(z.string(), z.string()),
});
export type Fingerprint = z.infer<typeof Fingerprint>;
