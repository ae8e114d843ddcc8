import type { FieldScope, FieldValue, FingerprintField } from "../../../core/domain/fingerprint.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";

/** A reason why something cannot be read, in words for the report. */
export class Unread extends Error {}

/** Fields and what could not be read, while they are gathered. */
export interface FieldReading {
  readonly fields: Record<string, FingerprintField>;
  readonly unread: Record<string, string>;
  put(id: string, value: FieldValue, scope: FieldScope, how: string): void;
  miss(id: string, reason: string): void;
  /** Puts what the function gives, or the reason why it gave nothing. */
  read(id: string, scope: FieldScope, how: string, value: () => FieldValue | Promise<FieldValue>): Promise<void>;
}

export const newReading = (): FieldReading => {
  const fields: Record<string, FingerprintField> = {};
  const unread: Record<string, string> = {};
  const put: FieldReading["put"] = (id, value, scope, how) => void (fields[id] = { value, scope, how });
  const miss: FieldReading["miss"] = (id, reason) => void (unread[id] = reason);
  return {
    fields, unread, put, miss,
    async read(id, scope, how, value) {
      try {
        put(id, await value(), scope, how);
      } catch (error) {
        miss(id, reasonOf(error));
      }
    },
  };
};

/** What went wrong, in one line. A failure of the program itself is not taken for an answer. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof LockstepError || (error instanceof Error && !(error instanceof Unread) && (error as NodeJS.ErrnoException).code === undefined)) throw error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EACCES" || code === "EPERM") return "reading it is not allowed; run as the same user, or as root";
  return (error as Error).message.slice(0, 200);
};
