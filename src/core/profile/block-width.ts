/**
 * How long a block is, for a population from `first` to `last` (seconds since 1970): the smallest power of two seconds with which at most twice
 * `blocks` blocks are needed. Blocks are counted from 1970, so that the same rows fall into the same blocks in whatever parts they are counted, and
 * a power of two divides a larger one, so that parts with shorter blocks are brought to the longer ones exactly.
 */
export const blockSeconds = (first: number, last: number, blocks: number): number => {
  let seconds = 1;
  while (Math.floor(last / seconds) - Math.floor(first / seconds) + 1 > 2 * blocks) seconds *= 2;
  return seconds;
};
