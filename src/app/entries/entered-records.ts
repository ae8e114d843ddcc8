import type { z } from "zod";
import type { LedgerKind } from "../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** What was entered, as this Lockstep reads it. LS504 where it does not. */
export const enteredRecord = <T>({ kind, subject, payload }: { readonly kind: LedgerKind; readonly subject: string; readonly payload: unknown }, schema: z.ZodType<T>): T => {
  const read = schema.safeParse(payload);
  if (read.success) return read.data;
  throw new LockstepError("LS504", { message: `the entry ${kind} ${subject} is none that this Lockstep reads: ${read.error.issues[0]?.path.join(".") ?? ""}`, place: subject });
};

/** All records of one kind, oldest first. LS504 for one that this Lockstep does not read. */
export const enteredRecords = <T>(store: Pick<RunStore, "records">, kind: LedgerKind, schema: z.ZodType<T>): T[] => store.records(kind).map((record) => enteredRecord(record, schema));
