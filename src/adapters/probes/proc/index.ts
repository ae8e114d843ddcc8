export { createProcProbe } from "./create-proc-probe.ts";
