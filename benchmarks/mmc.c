/* The floor for modelhost.planner.queueing: the same line, generator and ziggurat in C, compiled where it runs.
   The tables are handed over, so that both draw the same numbers and must return the same sum. */
#include <math.h>
#include <stdint.h>

typedef struct {
  const int64_t *safe;
  const double *width;
  const double *height;
  double edge;
} layers;

static inline uint64_t rotated(uint64_t word, int by) { return (word << by) | (word >> (64 - by)); }

static inline uint64_t bits(uint64_t *state) {
  uint64_t one = state[0], two = state[1], three = state[2], four = state[3];
  uint64_t drawn = rotated(one + four, 23) + one;
  three ^= one;
  four ^= two;
  state[1] = two ^ three;
  state[0] = one ^ four;
  state[2] = three ^ (two << 17);
  state[3] = rotated(four, 45);
  return drawn;
}

static inline double exponential(uint64_t *state, const layers *of) {
  for (;;) {
    uint64_t word = bits(state);
    int layer = word & 255;
    int64_t number = word >> 11;
    double drawn = number * of->width[layer];
    if (number < of->safe[layer]) return drawn;
    double even = (int64_t)(bits(state) >> 11) * 0x1p-53;
    if (layer == 0) return of->edge - log1p(-even);
    if (of->height[layer] + even * (of->height[layer + 1] - of->height[layer]) < exp(-drawn)) return drawn;
  }
}

static inline void occupy(double *free, int servers, double until) {
  int place = 0, child = 1;
  while (child < servers) {
    if (child + 1 < servers && free[child + 1] < free[child]) child += 1;
    if (free[child] >= until) break;
    free[place] = free[child];
    place = child;
    child = 2 * child + 1;
  }
  free[place] = until;
}

double line(uint64_t *state, const int64_t *safe, const double *width, const double *height, double edge, double *free,
            int servers, double rate, int64_t customers, int64_t warm, double cells_per_time, int64_t *cells,
            int64_t last) {
  layers of = {safe, width, height, edge};
  double gap = 1.0 / rate, time = 0.0, total = 0.0;
  for (int64_t number = 0; number < customers; number++) {
    time += exponential(state, &of) * gap;
    double wait = free[0] - time;
    if (!(wait > 0.0)) wait = 0.0;
    occupy(free, servers, time + wait + exponential(state, &of));
    if (number >= warm) {
      total += wait;
      int64_t cell = (int64_t)ceil(wait * cells_per_time);
      cells[cell < last ? cell : last] += 1;
    }
  }
  return total;
}
