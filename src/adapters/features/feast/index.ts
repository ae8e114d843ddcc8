export { createFeastStore } from "./create-feast-store.ts";
