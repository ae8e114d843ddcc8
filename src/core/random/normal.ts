import type { Random } from "./random.ts";

/** One standard normal deviate, by Box and Muller's transform of two uniforms (Ann. Math. Stat. 1958). */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
