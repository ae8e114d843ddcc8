import type { Random } from "./random.ts";

/** The items in random order, every order equally likely (Fisher and Yates); the given array is left alone. */
export const shuffle = <Item>(items: readonly Item[], random: Random): Item[] => {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const kept = order[last] as Item;
    order[last] = order[other] as Item;
    order[other] = kept;
  }
  return order;
};
