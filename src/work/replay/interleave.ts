import type { Random } from "../../core/random/random.ts";
import { shuffleInPlace } from "../../core/random/shuffle-in-place.ts";
import { REPEAT_DISTANCE } from "./replay-defaults.ts";
import { type Side, sides } from "./side.ts";

/** Pairs are balanced four at a time: of each four, two ask the reference first. */
const balancedOver = 4;

/** One call of a phase as a number: group, repeat and side. */
export const encodeCall = (group: number, repeat: number, repeats: number, side: Side): number => (group * repeats + repeat) * 2 + sides.indexOf(side);

export const decodeCall = (code: number, repeats: number): { group: number; repeat: number; side: Side } => {
  const pair = Math.floor(code / 2);
  return { group: Math.floor(pair / repeats), repeat: pair % repeats, side: sides[code % 2] as Side };
};

/**
 * The order in which a phase asks. One round per repeat, all groups in random order; the sides are asked about a group one right
 * after the other. Who is first is random, half and half over every four groups, and the other way round in the next round, so each row
 * is asked in both orders. A round reshuffles the order before within quarters, which keeps the repeats of a row apart
 * (`REPEAT_DISTANCE`) and still gives it other neighbours.
 */
export const interleave = (groups: number, repeats: number, asked: readonly Side[], random: Random): Uint32Array => {
  const order = Uint32Array.from({ length: groups }, (_, index) => index);
  shuffleInPlace(order, random);
  const swapped = balancedCoins(order, random);
  const quarter = Math.max(1, Math.floor(groups * (1 - REPEAT_DISTANCE)));
  const codes = new Uint32Array(groups * repeats * asked.length);
  let at = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    if (repeat > 0) for (let from = 0; from < groups; from += quarter) shuffleInPlace(order, random, from, Math.min(groups, from + quarter));
    for (const group of order) {
      const turned = (swapped[group] as number) !== repeat % 2;
      for (const side of asked.length === 2 && turned ? [asked[1] as Side, asked[0] as Side] : asked) {
        codes[at] = encodeCall(group, repeat, repeats, side);
        at += 1;
      }
    }
  }
  return codes;
};

/** 0 or 1 per group, two of each among every four that follow one another in the order. */
const balancedCoins = (order: Uint32Array, random: Random): Uint8Array => {
  const coins = new Uint8Array(order.length);
  const block = Uint32Array.from({ length: balancedOver }, (_, index) => index % 2);
  for (let place = 0; place < order.length; place += 1) {
    if (place % balancedOver === 0) shuffleInPlace(block, random);
    coins[order[place] as number] = block[place % balancedOver] as number;
  }
  return coins;
};
