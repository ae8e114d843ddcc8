export { createFileProbe } from "./create-file-probe.ts";
