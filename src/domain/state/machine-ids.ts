import type { MachineTable } from '../../core/state-machine.js';
import type { Machines } from '../components/machines.js';
import { userStateOf } from '../components/users/machine.js';

/** Numbers of the states and events that are asked for at every event, so that nothing is looked up by name then. */
export type MachineIds = ReturnType<typeof knownNumbers>;

/** The known numbers of a set of machines; worked out once for each set. */
export function machineIdsOf(machines: Machines): MachineIds {
  const known = KNOWN.get(machines) ?? knownNumbers(machines);
  KNOWN.set(machines, known);
  return known;
}

const KNOWN = new WeakMap<Machines, MachineIds>();

function knownNumbers({ frontEnd, failover, users, session, module, cms, route }: Machines) {
  const among = (component: MachineTable, ...names: readonly string[]): readonly boolean[] =>
    component.states.map((s) => names.includes(s));
  return {
    frontEnd: { running: frontEnd.id('running'), look: frontEnd.first('look') },
    failover: {
      normal: failover.id('normal'),
      stopping: failover.id('disaster.stopping'),
      syncing: failover.id('planned.syncing'),
      queueing: failover.id('failback.queueing'),
    },
    users: { look: users.first('look'), feel: users.states.map(userStateOf) },
    session: {
      look: session.first('look'),
      /** the mirror takes every commit with the principal (D20) */
      inStep: among(session, 'synchronized', 'pendingFailover'),
      /** the principal serves */
      serving: among(
        session,
        'single.served',
        'synchronized',
        'pendingFailover',
        'exposed',
        'suspended',
        'synchronizing',
      ),
    },
    module: {
      notInitialized: module.id('notInitialized'),
      idle: module.id('idle'),
      error: module.id('error'),
      exporting: module.id('exporting'),
      copying: module.id('copying'),
      importing: module.id('importing'),
      cycle: module.first('cycle'),
      look: module.first('look'),
      exported: module.first('exported'),
      copied: module.first('copied'),
      imported: module.first('imported'),
    },
    cms: {
      masterAtHome: among(cms, 'home', 'movingToStandby', 'forcingToStandby', 'bothHome'),
      settled: among(cms, 'home', 'standby', 'bothHome', 'bothStandby'),
    },
    route: { up: route.id('up'), look: route.first('look') },
  };
}
