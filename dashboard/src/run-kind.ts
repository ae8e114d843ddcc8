import { createContext } from "react";
import type { Run } from "./run-types.ts";

/** Whether the same inputs were asked of both or what flowed through each is compared; some words mean another thing then. */
export const RunKind = createContext<Run["kind"]>("check");
