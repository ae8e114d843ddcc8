import { z } from "zod";
import { Baseline } from "../domain/baseline.ts";
import { type CanonicalValue, canonicalJson } from "../ledger/canonical-json.ts";
import { sha256 } from "../ledger/sha256.ts";

const sealed = Baseline.extend({ seal: z.string() });

/** The text of `baseline.json`: the baseline and a seal, sha256 over the canonical JSON of all the rest, so that a changed tolerance shows. */
export const sealBaseline = (baseline: Baseline): string => `${JSON.stringify({ ...baseline, seal: sealOf(baseline) }, null, 2)}\n`;

/** The baseline of a `baseline.json`, or what is wrong with the text, in words that follow "it". */
export const openBaseline = (text: string): { readonly baseline: Baseline } | { readonly flaw: string } => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    return { flaw: `is not JSON: ${(cause as Error).message}` };
  }
  const read = sealed.safeParse(document);
  if (!read.success) return { flaw: `lacks what a baseline has: ${read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}` };
  const { seal, ...rest } = document as Record<string, unknown>;
  const found = sealOf(rest);
  if (found !== seal) return { flaw: `was changed after it was approved: its content has the seal ${found.slice(0, 12)}, it bears ${read.data.seal.slice(0, 12)}` };
  const { seal: _seal, ...baseline } = read.data;
  return { baseline };
};

const sealOf = (content: object): string => sha256(canonicalJson(content as CanonicalValue));
