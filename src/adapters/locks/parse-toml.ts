import { parse, TomlError } from "smol-toml";
import type { z } from "zod";
import type { LockText } from "../../ports/lock-format.ts";
import { lockError } from "./lock-error.ts";

/**
 * A TOML lock file by its schema. A mistake in the syntax is told by its own place; a value of the wrong kind by the line of the
 * `[[package]]` table it stands in.
 */
export const parseToml = <S extends z.ZodType>(lock: LockText, schema: S, table: string): { readonly value: z.output<S>; readonly lines: readonly number[] } => {
  const lines = tableLines(lock.text, table);
  let raw: unknown;
  try {
    raw = parse(lock.text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw lockError(lock, error.line, error.column, `this is not TOML: ${firstLine(error.message)}`);
  }
  const result = schema.safeParse(raw);
  if (result.success) return { value: result.data, lines };
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const nth = path.find((step) => typeof step === "number");
  throw lockError(lock, (path[0] === table && nth !== undefined ? lines[nth] : undefined) ?? 1, 1, `${path.join(".")}: ${issue?.message ?? "cannot be used"}`);
};

/** Lines of `[[table]]`, in the file's order. */
const tableLines = (text: string, table: string): readonly number[] =>
  text.split("\n").flatMap((line, index) => (line.replaceAll(/\s/g, "").startsWith(`[[${table}]]`) ? [index + 1] : []));

const firstLine = (message: string): string => message.split("\n", 1)[0] ?? message;
