import { z } from "zod";
import { SignOffStatement } from "../../core/evidence/statement.ts";
import type { RunStore } from "../../ports/run-store.ts";

const Entered = z.object({ file: z.string(), keyId: z.string(), statement: SignOffStatement });

/** A sign-off as the ledger has it, without the fields of the environment: who signed what, until when. */
export const ListedSignOff = z.object({
  /** sha256 of the file, hex: its subject in the ledger. */
  id: z.string(),
  model: z.string(), modelVersion: z.string().nullable(), environment: z.string(), run: z.string(),
  signer: z.string(), author: z.string().nullable(), selfSigned: z.boolean(),
  signedAt: z.string(), expiresAt: z.string(), inForce: z.boolean(),
  /** Warnings that the signer accepted by signing. */
  accepted: z.array(z.string()),
  file: z.string(), keyId: z.string(),
});
export type ListedSignOff = z.infer<typeof ListedSignOff>;

/** Every sign-off that was entered and that this Lockstep reads, oldest first; `now` in ms says which of them hold. */
export const loadSignOffs = (store: Pick<RunStore, "records">, now: number): ListedSignOff[] =>
  store.records("sign-off").flatMap(({ subject: id, payload }) => {
    const read = Entered.safeParse(payload);
    if (!read.success) return [];
    const { file, keyId, statement: { predicate: { model, modelVersion, environment, run, signer, author, selfSigned, signedAt, expiresAt, accepted } } } = read.data;
    return [{ id, model, modelVersion, environment, run: run.id, signer, author, selfSigned, signedAt, expiresAt, inForce: Date.parse(expiresAt) > now, accepted, file, keyId }];
  });
