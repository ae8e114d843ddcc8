import type { Cell } from "../../ports/engine.ts";

/** A count as the engine returns it. */
export const countCell = (cell: Cell | undefined): number => (cell === null || cell === undefined ? 0 : Number(cell));

/** A number, or null where there is none. */
export const numberCell = (cell: Cell | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));
