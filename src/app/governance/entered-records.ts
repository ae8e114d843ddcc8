import type { z } from "zod";
import type { LedgerKind } from "../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** All records of one kind, as this Lockstep reads them, oldest first. LS504 for one that it does not. */
export const enteredRecords = <T>(store: Pick<RunStore, "records">, kind: LedgerKind, schema: z.ZodType<T>): T[] =>
  store.records(kind).map(({ subject, payload }) => {
    const read = schema.safeParse(payload);
    if (read.success) return read.data;
    throw new LockstepError("LS504", { message: `the entry ${kind} ${subject} is none that this Lockstep reads: ${read.error.issues[0]?.path.join(".") ?? ""}`, place: subject });
  });
