export { openPortForward, type PortForward } from "./open-port-forward.ts";
