/** Bends of piecewise linear curves: what is at risk changes its level or slope only at events. */
import { atRisk, exportState } from '../components/backup-service/backlog.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { CONFIG, CONTENT, MODULES, USER_DATA } from '../state/modules.js';
import type { World } from '../state/world.js';

/** Numbers that the slope of a pool's curve depends on: the partner, then weight and side of each log, and its second weight. */
const SLOPES = 13;
/** No level: the pool was not paired. */
const NONE = Number.NaN;

/**
 * The curve of what is at risk around one event. It is straight as long as loads and partners stay; where an
 * event changes its level or its slope, a point is told.
 */
export class RiskCurve {
  private readonly risk: Float64Array;
  private readonly slope: Float64Array;
  private configWeight = 0;
  private configSide = 0;
  private readonly now = new Float64Array(SLOPES);

  constructor(pools: number) {
    this.risk = new Float64Array(pools * MODULES.length);
    this.slope = new Float64Array(pools * SLOPES);
  }

  /** Before the event. */
  before(world: World): void {
    const config = configLog(world);
    this.configWeight = config?.acknowledging ?? 0;
    this.configSide = config?.side ?? 0;
    this.risk.fill(NONE);
    for (let p = 0; p < world.layout.pools.length; p++) {
      slopeOf(world, p, this.now);
      this.slope.set(this.now, p * SLOPES);
      for (const m of modulesOf(world, p)) this.risk[p * MODULES.length + m] = atRisk(world, p, m);
    }
  }

  /** The load or the master of the Central Management Store changed: every pool's curves bend. */
  bendsEverywhere(world: World): boolean {
    const config = configLog(world);
    return (config?.acknowledging ?? 0) !== this.configWeight || (config?.side ?? 0) !== this.configSide;
  }

  /** After the event: tells where the curves of pool `p` bend. `all` = they do in any case. */
  emitBends(world: World, p: number, all: boolean): void {
    slopeOf(world, p, this.now);
    let changed = all;
    for (let i = 0; i < SLOPES; i++) if (this.now[i] !== this.slope[p * SLOPES + i]) changed = true;
    for (const m of modulesOf(world, p)) {
      const was = this.risk[p * MODULES.length + m];
      const now = atRisk(world, p, m);
      if (!changed && now === was) continue;
      const state = exportState(world, p, m);
      if (!Number.isNaN(was)) {
        world.effects.observe({ kind: 'point', pool: p, module: m, atRisk: was, exportState: state });
      }
      if (now !== was) world.effects.observe({ kind: 'point', pool: p, module: m, atRisk: now, exportState: state });
    }
  }
}

const configLog = (world: World) => (world.layout.cmsHome < 0 ? null : world.log(world.layout.cmsHome, CONFIG));

function slopeOf(world: World, p: number, into: Float64Array): void {
  into.fill(0);
  const q = world.partner(p);
  into[0] = q;
  if (q < 0) return;
  let at = 1;
  for (let side = 0; side < 2; side++) {
    const x = side === 0 ? p : q;
    for (let m = USER_DATA; m <= CONTENT; m++) {
      const log = world.state.logs[world.logIndex[x][m]];
      into[at++] = log.acknowledging;
      into[at++] = log.side;
      into[at++] = log.second?.acknowledging ?? 0;
    }
  }
}
