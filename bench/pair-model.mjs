// A benchmark: two paired pools with faults, as small as can be and defined exactly, so that its counts are known.
// It is not the model of the product; it has the same shape, and it is a PackedModel like any other.
//
// State: two words.
//   a: f 0-1, wan 2, cms 3-4; pool i from bit 5 + 6 i: FE PU MU WU SW SY; cohort c from bit 17 + 2 c: SH SP
//   b: cohort c from bit 15 c: MD (3 bits), AK HS PS LO BS BN (2 bits each)
// Cohort c has its home on pool c and its partner on pool 1 - c.

const FE = 1;
const PU = 2;
const MU = 4;
const WU = 8;
const SW = 16;
const SY = 32;
const WAN = 4;

const AK = 1 << 3;
const HS = 1 << 5;
const PS = 1 << 7;
const BS = 1 << 11;
const BATCH = 0b1111 << 11;

/** Bit n: a pool whose FE PU MU WU bits are n serves: FE up, principal up, and the mirror or the witness. */
const SERVES = [7, 11, 15].reduce((bits, n) => bits | (1 << n), 0);
const serves = (pool) => (SERVES >>> (pool & 15)) & 1;

const COHORT_COMMANDS = [
  ...['WriteH', 'WriteP', 'Export', 'Send', 'Retry', 'Import', 'Ack', 'PfoStart', 'PfoSync', 'PfoSwitch'],
  ...['PfoAbort', 'Disaster', 'FbStart', 'FbSync', 'FbSwitch', 'FbAbort', 'Register'],
];
const POOL_COMMANDS = [
  ...['PoolCrash', 'PrinCrash', 'MirrCrash', 'WitCrash', 'PoolRepair', 'PrinRepair', 'MirrRepair', 'WitRepair'],
  ...['SqlAuto', 'SqlForce', 'SqlSwap', 'SqlResync', 'CmsMove', 'CmsForce'],
];
const POOL_FIRST = 34;
const WAN_FIRST = 62;

function put(next, a, b, action) {
  next.buffer[next.at] = a;
  next.buffer[next.at + 1] = b;
  next.emit(action, 0);
}

/** The commands of cohort `c` in the state (a, b). */
function cohort(a, b, c, writes, next) {
  const first = 17 * c;
  const shift = 15 * c;
  const x = (b >>> shift) & 0x7fff;
  const md = x & 7;
  const hs = (x >>> 5) & 3;
  const ps = (x >>> 7) & 3;
  const bs = (x >>> 11) & 3;
  const home = (a >>> (5 + 6 * c)) & 63;
  const partner = (a >>> (11 - 6 * c)) & 63;
  const okH = serves(home);
  const okP = serves(partner);
  const wan = a & WAN;
  const cms = (a >>> 3) & 3;
  const SH = 1 << (17 + 2 * c);
  const SP = SH << 1;
  const both = okH & okP && wan;
  const more = ((x >>> 3) & 3) < writes;

  if (okH && more && a & SH) put(next, a, b + ((AK + HS) << shift), first);
  if (okP && more && a & SP) put(next, a, b + ((AK + PS) << shift), first + 1);
  if (bs === 0) {
    if (md <= 1 && hs > ps && okH) put(next, a, b + ((BS + (hs << 13)) << shift), first + 2);
  } else if (bs === 1) {
    if (home & FE && wan) put(next, a, b + (BS << shift), first + 3);
  } else if (bs === 2) {
    if (!wan) put(next, a, b - (BS << shift), first + 4);
    if (okP) put(next, a, b + ((BS + (((x >>> 13) - ps) << 7)) << shift), first + 5);
  } else if (home & FE && wan) put(next, a, b & ~(BATCH << shift), first + 6);

  if (md <= 2) {
    if (md === 0 && both && a & SH && cms !== 2) put(next, a & ~SH, b + (1 << shift), first + 7);
    if (md === 1 && bs === 0 && both) put(next, a, b + ((1 + ((hs - ps) << 7)) << shift), first + 8);
    if (md === 2 && okP && cms !== 2) put(next, a | SP, b + (1 << shift), first + 9);
    if (md !== 0 && okH && cms !== 2) put(next, a | SH, b - (md << shift), first + 10);
    if (!okH && okP && cms === 1 - c) {
      const lost = b + ((3 - md + ((hs - ps) << 9)) << shift);
      put(next, (a & ~SH) | SP, lost & ~(BATCH << shift), first + 11);
    }
  } else if (md === 3) {
    if (both && a & SP && cms !== 2) put(next, a & ~SP, b + (1 << shift), first + 12);
  } else {
    if (md === 4 && both) put(next, a, b + ((1 + ((ps - hs) << 5)) << shift), first + 13);
    if (md === 5 && okH && cms !== 2) put(next, a | SH, b - (5 << shift), first + 14);
    if (okP && cms !== 2) put(next, a | SP, b - ((md - 3) << shift), first + 15);
  }
  if (md === 0 && okH && !(a & SH)) put(next, a | SH, b, first + 16);
  if (md === 3 && okP && !(a & SP)) put(next, a | SP, b, first + 16);
}

/** The commands of pool `i`. Where a fault is taken, f goes down by 1: so does the word. */
function pool(a, b, i, next) {
  const first = POOL_FIRST + 14 * i;
  const shift = 5 + 6 * i;
  const p = (a >>> shift) & 63;
  const cms = (a >>> 3) & 3;
  if (a & 3) {
    if (p & FE) {
      // The cohort at home here and the one that has its partner here are not served any more.
      let to = (a - 1) & ~((FE << shift) | (1 << (17 + 2 * i)) | (1 << (20 - 2 * i)));
      if (cms === i) to = (to & ~24) | 16;
      const batch = 15 * i + 11;
      put(next, to, ((b >>> batch) & 3) === 1 ? b & ~(15 << batch) : b, first);
    }
    if (p & PU) put(next, a - 1 - (PU << shift), b, first + 1);
    if (p & MU) put(next, (a - 1 - (MU << shift)) & ~(SY << shift), b, first + 2);
    if (p & WU) put(next, a - 1 - (WU << shift), b, first + 3);
  }
  if (!(p & FE)) put(next, a + (FE << shift), b, first + 4);
  if (!(p & PU)) put(next, a + (PU << shift), b, first + 5);
  if (!(p & MU)) put(next, a + (MU << shift), b, first + 6);
  if (!(p & WU)) put(next, a + (WU << shift), b, first + 7);
  if (p & MU) {
    if (p & SY) {
      if (!(p & PU)) put(next, a ^ ((SW + PU + MU + SY) << shift), b, first + (p & WU ? 8 : 9));
      else put(next, a ^ (SW << shift), b, first + 10);
    } else if (p & PU) put(next, a + (SY << shift), b, first + 11);
  }
  if (serves(p)) {
    if (cms === 1 - i && a & WAN && serves(a >>> (11 - 6 * i))) {
      put(next, (a & ~24) | (i << 3), b, first + 12);
    }
    if (cms === 2) put(next, (a & ~24) | (i << 3), b, first + 13);
  }
}

/** 0, or the number of the invariant that cohort `c` breaks. */
function brokenBy(a, b, c) {
  const x = b >>> (15 * c);
  const md = x & 7;
  const sh = (a >>> (17 + 2 * c)) & 1;
  const sp = (a >>> (18 + 2 * c)) & 1;
  const hs = (x >>> 5) & 3;
  const ps = (x >>> 7) & 3;
  if ((sh & sp) === 1 || (sh === 1 && md !== 0) || (sp === 1 && md !== 3)) return 1;
  if (((x >>> 3) & 3) !== (md <= 2 ? hs : ps) + ((x >>> 9) & 3)) return 2;
  if ((md <= 2 && ps > hs) || ((md === 2 || md === 5) && hs !== ps)) return 3;
  return 0;
}

/** `writes` = W and `faults` = F, each at most 3. */
export function pairModel({ writes, faults }) {
  return {
    words: 2,
    initial(out, at) {
      const pools = (0b101111 << 5) | (0b101111 << 11);
      out[at] = faults | WAN | pools | (1 << 17) | (1 << 19);
      out[at + 1] = 0;
    },
    expand(states, at, next) {
      const a = states[at];
      const b = states[at + 1];
      cohort(a, b, 0, writes, next);
      cohort(a, b, 1, writes, next);
      pool(a, b, 0, next);
      pool(a, b, 1, next);
      if (!(a & WAN)) put(next, a | WAN, b, WAN_FIRST + 1);
      else if (a & 3) put(next, (a - 1) & ~WAN, b, WAN_FIRST);
    },
    violationOf: (states, at) => brokenBy(states[at], states[at + 1], 0) || brokenBy(states[at], states[at + 1], 1),
    violations: { key: (number) => `I${number}`, record: (number) => `I${number}` },
  };
}

/** A command by its number, as `WriteH 0`. */
export function commandName(action) {
  if (action >= WAN_FIRST) return action === WAN_FIRST ? 'WanCut' : 'WanRepair';
  if (action < POOL_FIRST) return `${COHORT_COMMANDS[action % 17]} ${Math.floor(action / 17)}`;
  return `${POOL_COMMANDS[(action - POOL_FIRST) % 14]} ${Math.floor((action - POOL_FIRST) / 14)}`;
}
