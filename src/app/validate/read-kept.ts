import { readFile } from "node:fs/promises";
import type { z } from "zod";

/** What was counted before and kept beside the store; null where it is not there, or is not what this Lockstep writes: all of it can be counted again. */
export const readKept = async <S extends z.ZodType>(schema: S, file: string): Promise<z.output<S> | null> => {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
};
