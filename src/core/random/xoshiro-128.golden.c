// Prints the golden values of xoshiro-128.test.ts: cc xoshiro-128.golden.c -o golden && ./golden
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

static uint64_t mix_state;
static uint32_t state[4];

static uint64_t split_mix(void) {
  uint64_t z = (mix_state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static uint32_t rotate_left(uint32_t word, int by) { return (word << by) | (word >> (32 - by)); }

static uint32_t draw(void) {
  uint32_t result = rotate_left(state[1] * 5, 7) * 9, shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotate_left(state[3], 11);
  return result;
}

static void print_six(const char *label) {
  printf("%s:", label);
  for (int i = 0; i < 6; i++) printf(" %" PRIu32, draw());
  printf("\n");
}

int main(void) {
  for (int i = 0; i < 4; i++) state[i] = i + 1;
  print_six("state 1 2 3 4");
  const uint64_t seeds[] = {0, 1, 42, UINT64_MAX};
  for (int k = 0; k < 4; k++) {
    mix_state = seeds[k];
    uint64_t first = split_mix(), second = split_mix();
    state[0] = (uint32_t)first; state[1] = (uint32_t)(first >> 32); state[2] = (uint32_t)second; state[3] = (uint32_t)(second >> 32);
    char label[32];
    snprintf(label, sizeof label, "seed %" PRIu64, seeds[k]);
    print_six(label);
  }
}
