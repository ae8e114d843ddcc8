import { z } from "zod";
import { readText, textOption } from "../check/read-option.ts";

const text = (wanted: string) => textOption(wanted, readText).nullable().default(null);

/** The flags of `lockstep check` that are about the agreement and what becomes of the verdict, not about the comparison itself. */
export const AgreedOptions = z.strictObject({
  manifest: text("a file"),
  /** Only the pairs whose last run did not pass. */
  failed: z.boolean().default(false),
  /** Where a manifest is written from this verdict; `true` is the usual place. */
  save: z.union([z.boolean(), textOption("a file", readText)]).nullable().default(null),
  signOff: text("a file"),
  /** A reference, `env:NAME` or `file:PATH`. */
  signingKey: text("env:NAME or file:PATH"),
  signer: text("a name"),
});
export type AgreedOptions = z.infer<typeof AgreedOptions>;

export const agreedKeys = Object.keys(AgreedOptions.shape) as readonly (keyof AgreedOptions)[];
