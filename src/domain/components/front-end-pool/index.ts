/** The services of each Front End pool, with its routing groups. */
import { defineComponent } from '../component.js';
import { backEndGraceOver, poolStarted, reconcilePool, twoServerGraceOver } from './behaviour.js';
import { clearWatch } from './dead-watch.js';
import { replicasRebuilt } from './replicas.js';
import { FRONT_END_POOL_TABLE } from './state.js';
import { startedInWrongOrder } from './two-servers.js';

export const FRONT_END_POOLS = defineComponent({
  table: FRONT_END_POOL_TABLE,
  work: {
    poolStart: {
      done: poolStarted,
      words: (world, p) => ({ actor: 'Front End', action: `services of ${world.name(p)} are up` }),
    },
    replicaRebuild: {
      done: replicasRebuilt,
      words: (world, p) => ({ actor: 'Windows Fabric', action: `replicas of ${world.name(p)} are rebuilt` }),
    },
    backEndGrace: {
      done: backEndGraceOver,
      words: (world, p) => ({ actor: 'Front End', action: `${world.name(p)}: grace without the Back End is over` }),
    },
    twoServer: {
      done: twoServerGraceOver,
      words: (world, p) => ({
        actor: 'Windows Fabric',
        action: `${world.name(p)} has been without its Back End for too long`,
      }),
    },
    startsAlone: {
      done: startedInWrongOrder,
      words: (world, p) => ({
        actor: 'Windows Fabric',
        action: `one server of ${world.name(p)} has hung alone too long`,
      }),
    },
  },
  reconcile: [{ pool: reconcilePool }],
  clearDead: clearWatch,
  instances: ({ machines: { frontEnd }, layout }) =>
    layout.pools.map(({ servers }) => ({
      machine: frontEnd,
      start: frontEnd.initial,
      // D14: only a pool of two servers stops without its Back End.
      never: servers.length === 2 ? [] : ['backEndGone'],
    })),
});
