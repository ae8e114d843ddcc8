import type { z } from "zod";
import { LockstepError } from "../errors/lockstep-error.ts";

/** A part of a request as its schema has it. LS707 with the place of the first thing that is wrong; where there is no schema, nothing may be said. */
export const checked = <T>(schema: z.ZodType<T> | undefined, value: unknown, where: "path" | "query" | "body"): T => {
  if (schema === undefined) {
    const [extra] = where === "query" ? Object.keys(value as object) : [];
    if (extra !== undefined) throw new LockstepError("LS707", { message: `the parameter ${extra} is not known here`, place: extra });
    return (where === "body" ? undefined : {}) as T;
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new LockstepError("LS707", { message: `${place === "" ? `the ${where}` : place}: ${issue?.message ?? "is not what it should be"}`, place: place === "" ? where : place });
};
