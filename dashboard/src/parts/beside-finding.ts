import { createContext, type ReactNode } from "react";
import type { Finding } from "../run-types.ts";

/** What is asked about a finding: enough to know which it is, and whether anything has to be done about it. */
export type BesideWhat = Pick<Finding, "id" | "verdict" | "mode" | "waived"> & { /** Its segment in words, where several stand beside one another. */ readonly segment?: string };

/** What stands beside a finding where people can act on it: a mark in its line, and more inside. Null in a report, which only tells. */
export const BesideFinding = createContext<((finding: BesideWhat, place: "mark" | "more") => ReactNode) | null>(null);
