import type { PerSide, Side } from "../../work/replay/side.ts";
import type { LiveSide } from "./check-side.ts";

/** Something of each side that is asked. */
export const bySide = <Item>(sides: readonly LiveSide[], item: (side: LiveSide) => Item): PerSide<Item> =>
  Object.fromEntries(sides.map((side) => [side.side, item(side)])) as Partial<Record<Side, Item>>;
