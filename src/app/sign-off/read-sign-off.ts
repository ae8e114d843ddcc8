import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { Envelope } from "../../core/evidence/envelope.ts";
import { plainJson } from "../../core/evidence/plain-json.ts";
import { SignOffStatement, statementPayloadType } from "../../core/evidence/statement.ts";
import { readNamedFile } from "../read-named-file.ts";

/** A sign-off of a model with thousands of files and packages has far fewer. */
const mostBytes = 64 * 2 ** 20;

/** A sign-off as it was found: nothing in it is true before a trusted key has verified its envelope. */
export interface ReadSignOff {
  readonly envelope: Envelope;
  /** Null when the envelope says that it carries something else. */
  readonly statement: SignOffStatement | null;
  /** sha256 of the file, hex. */
  readonly digest: string;
}

/** Reads the file that `check --sign-off` wrote. LS201 when it cannot be read, LS511 when it is something else. */
export const readSignOff = async (file: string, cwd: string): Promise<ReadSignOff> => {
  let bytes: Buffer;
  try {
    bytes = await readNamedFile(resolve(cwd, file), mostBytes);
  } catch (cause) {
    throw new LockstepError("LS201", { message: `the sign-off ${file} cannot be read: ${(cause as Error).message}`, place: file, cause });
  }
  return { ...parseSignOff(bytes.toString("utf8"), file), digest: createHash("sha256").update(bytes).digest("hex") };
};

/** The envelope and what it carries. LS511. */
export const parseSignOff = (text: string, file: string): Pick<ReadSignOff, "envelope" | "statement"> => {
  const envelope = Envelope.safeParse(json(text, file, "it"));
  if (!envelope.success) throw unreadable(file, `it is no envelope: ${firstIssue(envelope.error.issues)}`);
  if (envelope.data.payloadType !== statementPayloadType) return { envelope: envelope.data, statement: null };
  const statement = SignOffStatement.safeParse(json(Buffer.from(envelope.data.payload, "base64").toString("utf8"), file, "its payload"));
  if (!statement.success) throw unreadable(file, `its payload is no sign-off that this version knows: ${firstIssue(statement.error.issues)}`);
  return { envelope: envelope.data, statement: statement.data };
};

const json = (text: string, file: string, what: string): unknown => {
  try {
    return plainJson(text);
  } catch (cause) {
    throw unreadable(file, `${what} is no plain JSON: ${(cause as Error).message}`);
  }
};

const firstIssue = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string => {
  const [issue] = issues;
  return issue === undefined ? "it has another shape" : `${issue.path.map(String).join(".") || "the whole"}: ${issue.message}`;
};

const unreadable = (file: string, why: string): LockstepError => new LockstepError("LS511", { message: `the sign-off ${file} cannot be read: ${why}`, place: file });
