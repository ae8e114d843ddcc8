import { LockstepError } from "../core/errors/lockstep-error.ts";

/** The body's bytes, at most `most` of them: LS705 beyond, whatever length it announced; LS707 for one that ended before it. */
export const readBody = async (request: Request, most: number): Promise<Uint8Array> => {
  const tooLarge = (): LockstepError => new LockstepError("LS705", { message: `a request may hold ${most} bytes`, place: "the body" });
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += part.byteLength;
      if (size > most) throw tooLarge();
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof LockstepError) throw cause;
    // Whoever sent it is gone: no fault of ours, and nobody is left to be told.
    throw new LockstepError("LS707", { message: "the body ended before it was whole", place: "the body", cause });
  }
  return Buffer.concat(parts);
};
