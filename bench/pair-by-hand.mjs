// The same benchmark as pair-model.mjs, written by hand for that model alone: what the product's explorer is
// measured against, and an independent count. Two words a state, a table of their indices whose size is
// known beforehand, no parents, no growth, no names: one loop over typed arrays.
//
// State: p = f + 4 wan + 8 cms, then for each pool from bit 5 + 8 i: FE PU MU WU SW SY, and SH SP of the cohort at home
// there; q = each cohort in 16 bits: MD (4 bits), AK HS PS LO BS BN (2 bits each).

/** Searches everything; gives the counts. `states` = how many there are, or more. */
export function pairByHand({ writes, faults, states: capacity }) {
  const P = new Int32Array(capacity);
  const Q = new Int32Array(capacity);
  let slots = 1024;
  while (slots * 0.7 < capacity) slots *= 2;
  const mask = slots - 1;
  const table = new Int32Array(slots);
  let count = 0;
  let transitions = 0;
  let violations = 0;

  function visit(p, q) {
    transitions++;
    let h = Math.imul(p, 0x9e3779b1) ^ Math.imul(q ^ (q >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
    let slot = (h ^ (h >>> 16)) & mask;
    for (;;) {
      const index = table[slot] - 1;
      if (index === -1) break;
      if (P[index] === p && Q[index] === q) return;
      slot = (slot + 1) & mask;
    }
    P[count] = p;
    Q[count] = q;
    table[slot] = ++count;
    if (breaks((p >>> 11) & 3, q & 0xffff) || breaks((p >>> 19) & 3, q >>> 16)) violations++;
  }

  /** Whether a cohort breaks an invariant: `served` = SH + 2 SP. */
  function breaks(served, x) {
    const md = x & 15;
    const hs = (x >>> 6) & 3;
    const ps = (x >>> 8) & 3;
    if (served !== 0 && served !== (md === 0 ? 1 : md === 3 ? 2 : 0)) return true;
    if (md <= 2) {
      return ((x >>> 4) & 3) !== hs + ((x >>> 10) & 3) || ps > hs || (md === 2 && hs !== ps);
    }
    return ((x >>> 4) & 3) !== ps + ((x >>> 10) & 3) || (md === 5 && hs !== ps);
  }

  const up = new Uint8Array(256);
  for (let n = 0; n < 256; n++) up[n] = (n & 3) === 3 && (n & 12) !== 0 ? 1 : 0;

  const pool = 0b01101111;
  visit(faults | 4 | (pool << 5) | (pool << 13), 0);
  transitions = 0;
  for (let at = 0; at < count; at++) {
    const p = P[at];
    const q = Q[at];
    const fault = p & 3;
    const wan = (p & 4) !== 0;
    const cms = (p >>> 3) & 3;
    const mastered = cms !== 2;

    for (let c = 0; c < 2; c++) {
      const ps0 = 5 + 8 * c;
      const qs = 16 * c;
      const home = (p >>> ps0) & 255;
      const okH = up[home] === 1;
      const okP = up[(p >>> (13 - 8 * c)) & 255] === 1;
      const x = (q >>> qs) & 0xffff;
      const md = x & 15;
      const hs = (x >>> 6) & 3;
      const ps = (x >>> 8) & 3;
      const bs = (x >>> 12) & 3;
      const SH = 64 << ps0;
      const SP = 128 << ps0;
      const more = ((x >>> 4) & 3) < writes;

      if (home & 64) {
        if (okH && more) visit(p, q + (0x50 << qs));
        if (md === 0 && okH && okP && wan && mastered) visit(p - SH, q + (1 << qs));
      } else if (md === 0 && okH) visit(p + SH, q);
      if (home & 128) {
        if (okP && more) visit(p, q + (0x110 << qs));
        if (md === 3 && okP && okH && wan && mastered) visit(p - SP, q + (1 << qs));
      } else if (md === 3 && okP) visit(p + SP, q);

      switch (bs) {
        case 0:
          if (md <= 1 && hs > ps && okH) visit(p, q + ((0x1000 | (hs << 14)) << qs));
          break;
        case 1:
          if (home & 1 && wan) visit(p, q + (0x1000 << qs));
          break;
        case 2:
          if (!wan) visit(p, q - (0x1000 << qs));
          if (okP) visit(p, q + ((0x1000 + (((x >>> 14) - ps) << 8)) << qs));
          break;
        default:
          if (home & 1 && wan) visit(p, q & ~(0xf000 << qs));
      }
      switch (md) {
        case 0:
          break;
        case 1:
          if (okH && okP && wan && bs === 0) visit(p, q + ((1 + ((hs - ps) << 8)) << qs));
          if (okH && mastered) visit(p | SH, q - (1 << qs));
          break;
        case 2:
          if (okP && mastered) visit(p | SP, q + (1 << qs));
          if (okH && mastered) visit(p | SH, q - (2 << qs));
          break;
        case 4:
          if (okH && okP && wan) visit(p, q + ((1 + ((ps - hs) << 6)) << qs));
          if (okP && mastered) visit(p | SP, q - (1 << qs));
          break;
        case 5:
          if (okH && mastered) visit(p | SH, q - (5 << qs));
          if (okP && mastered) visit(p | SP, q - (2 << qs));
          break;
      }
      if (md <= 2 && !okH && okP && cms === 1 - c) {
        visit((p & ~SH) | SP, (q + ((3 - md + ((hs - ps) << 10)) << qs)) & ~(0xf000 << qs));
      }
    }

    for (let i = 0; i < 2; i++) {
      const s = 5 + 8 * i;
      const n = (p >>> s) & 255;
      if (n & 1) {
        if (fault) {
          let to = (p - 1) & ~((65 << s) | (128 << (13 - 8 * i)));
          if (cms === i) to = (to & ~24) | 16;
          visit(to, ((q >>> (16 * i + 12)) & 3) === 1 ? q & ~(0xf000 << (16 * i)) : q);
        }
      } else visit(p + (1 << s), q);
      if (n & 2) {
        if (fault) visit(p - 1 - (2 << s), q);
        if (n & 4) visit(n & 32 ? p ^ (16 << s) : p + (32 << s), q);
      } else {
        visit(p + (2 << s), q);
        if ((n & 36) === 36) visit(p ^ (54 << s), q);
      }
      if (n & 4) {
        if (fault) visit((p - 1 - (4 << s)) & ~(32 << s), q);
      } else visit(p + (4 << s), q);
      if (n & 8) {
        if (fault) visit(p - 1 - (8 << s), q);
      } else visit(p + (8 << s), q);
      if (up[n] === 1) {
        if (cms === 2) visit((p & ~24) | (i << 3), q);
        else if (cms !== i && wan && up[(p >>> (13 - 8 * i)) & 255] === 1) visit((p & ~24) | (i << 3), q);
      }
    }
    if (!wan) visit(p + 4, q);
    else if (fault) visit(p - 5, q);
  }
  return { states: count, transitions, violations };
}
