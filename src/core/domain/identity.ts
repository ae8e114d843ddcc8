import { z } from "zod";

/** The parts of a fingerprint that a sign-off binds. */
export const IdentityPart = z.enum(["model", "preprocessing", "image", "lock", "precision", "cpu"]);
export type IdentityPart = z.infer<typeof IdentityPart>;

/** Digest of each part, `sha256:<hex>` over the canonical JSON of its fields by id; a part of which nothing was read is null, and equal to nothing. */
export const Identity = z.partialRecord(IdentityPart, z.string().nullable());
export type Identity = z.infer<typeof Identity>;
