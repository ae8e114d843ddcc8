/**
 * Chance that `drawn` balls taken from an urn of `total`, `marked` of them marked, hold at least `atLeast` marked ones. A plain
 * product per term, exact to rounding; meant for draws of some dozens.
 */
export const hypergeometricTail = (atLeast: number, drawn: number, marked: number, total: number): number => {
  let chance = 0;
  for (let hit = Math.max(atLeast, drawn + marked - total); hit <= Math.min(drawn, marked); hit += 1) {
    let term = 1;
    for (let i = 0; i < hit; i += 1) term *= ((marked - i) / (total - i)) * ((drawn - i) / (i + 1));
    for (let i = 0; i < drawn - hit; i += 1) term *= (total - marked - i) / (total - hit - i);
    chance += term;
  }
  return Math.min(1, chance);
};
