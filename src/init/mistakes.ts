/** The classic mistakes of patching, as drills that show what each costs: nobody types them, so that they have no runbook. */

import { failOverStatementOf } from '../domain/availability-group-lines.js';
import { type BackEnd, sqlServersOf } from '../domain/back-end.js';
import { computerFailover } from '../domain/cmdlets/computer-failover.js';
import { resumeStatement } from '../domain/cmdlets/group-advice.js';
import { restartComputer, stopComputer } from '../domain/cmdlets/machine-power.js';
import { installDatabase } from '../domain/cmdlets/maintenance-cmdlets.js';
import { invokeSqlcmd } from '../domain/cmdlets/sql-statement.js';
import { startService, stopService } from '../domain/cmdlets/windows-services.js';
import { resolveSettings } from '../domain/components/facts.js';
import { upgradeDomainsOf } from '../domain/components/front-end-pool/upgrade-domains.js';
import type { Deployment } from '../domain/deployment.js';
import type { DrillData } from '../input/drill/drill-data.js';
import { whyNotRolling } from './cluster-patching.js';
import { cmdlet, type DrillOutline, type Entry, type OutlineSection } from './drill-outline.js';

/** How long a server is away in the mistake of the second server: shorter than its replicas take to be rebuilt (M11). */
const AWAY_MINUTES = 3;
/** longer than a pool takes to start (D13), and its users to come home */
const END: Entry = { do: 'watch', minutes: 180 };
const BROKEN = 'It passes because it says that I16 breaks: the day on which it does not, it fails.';
const WARNED = 'No invariant breaks, and the drill passes with reservations: the report warns.';

/** The mistakes, made in the Enterprise pool with the most servers that has three; that of two servers in the first that has two. */
export function mistakeDrills(deployment: Deployment): DrillOutline[] {
  const two = deployment.pools.find(({ edition, servers }) => edition === 'enterprise' && servers.length === 2);
  return [...ofManyServers(deployment), ...(two === undefined ? [] : [drillOf(two.fqdn, wrongOrder(two.servers))])];
}

function ofManyServers(deployment: Deployment): DrillOutline[] {
  const [pool] = deployment.pools
    .filter(({ edition, servers }) => edition === 'enterprise' && servers.length > 2)
    .toSorted((a, b) => b.servers.length - a.servers.length);
  if (pool === undefined) return [];
  const { fqdn, servers, backEnd, product } = pool;
  const {
    upgradeDomains: [, atMost],
    replicaRebuildMinutes,
  } = resolveSettings(deployment.assumptions);
  const [one, two] = upgradeDomainsOf(pool, atMost).map(([server]) => server);
  const sql = sqlServersOf(backEnd);
  const found = [
    ...(replicaRebuildMinutes > AWAY_MINUTES ? [secondTooEarly(servers)] : []),
    ...(two === undefined ? [] : [twoDomains([one, two])]),
    wholePool(servers),
    ...(product === 'lync2013' ? [] : [onlyLook(servers[0]), startedInstead(servers[0])]),
    backEndTooLong(sql),
    ...groupMistakes(backEnd),
  ];
  return found.map((mistake) => drillOf(fqdn, mistake));
}

function drillOf(fqdn: string, { name, title, about, ends, entries, expect }: Mistake): DrillOutline {
  return {
    name: `${fqdn}-mistake-${name}`,
    title: `${title} (${fqdn})`,
    about: `A mistake of patching, to be seen once on paper: ${about} ${ends}`,
    loss: null,
    files: [],
    sections: [
      {
        title: 'The mistake',
        why: 'What it costs, and what would have been right, is in the report.',
        entries: [{ do: 'watch', minutes: 10 }, ...entries, END],
      } satisfies OutlineSection,
    ],
    expect,
    runbook: false,
    night: null,
  };
}

interface Mistake {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly ends: string;
  readonly entries: readonly Entry[];
  readonly expect: DrillData;
}

const BREAKS_I16 = { violates: ['I16'] };

const secondTooEarly = ([first, second]: readonly string[]): Mistake => ({
  name: 'second-too-early',
  title: 'The second server too early',
  about: `${first} is back after ${AWAY_MINUTES} minutes, and ${second} is stopped at once. The replicas of the first are still being built: of some routing groups two of three are away, and their users are signed out by hand (D252, F264).`,
  ends: BROKEN,
  entries: [
    cmdlet(stopService.line({ ComputerName: first })),
    { do: 'sleep', minutes: AWAY_MINUTES },
    cmdlet(startService.line({ ComputerName: first })),
    cmdlet(stopService.line({ ComputerName: second })),
    { do: 'sleep', minutes: 15 },
    cmdlet(startService.line({ ComputerName: second })),
  ],
  expect: BREAKS_I16,
});

const twoDomains = (both: readonly string[]): Mistake => ({
  name: 'two-domains',
  title: 'Servers of two upgrade domains at once',
  about: `${both.join(' and ')} are of two upgrade domains and go down together: one domain at a time (D250). Two of the three replicas of some routing groups are away at one moment, or the whole pool is below its quorum (D11, D12).`,
  ends: BROKEN,
  entries: [
    cmdlet(stopComputer.line({ ComputerName: both.join(',') })),
    { do: 'sleep', minutes: 20 },
    ...both.map((server): Entry => ({ do: 'repair', server })),
  ],
  expect: BREAKS_I16,
});

const wholePool = (servers: readonly string[]): Mistake => ({
  name: 'whole-pool',
  title: 'The whole pool restarted',
  about:
    'All servers are restarted by one line. All users are signed out, and the start of the pool takes as long as it takes to place them (D13, D252).',
  ends: BROKEN,
  entries: [cmdlet(restartComputer.line({ ComputerName: servers.join(','), Force: true }))],
  expect: BREAKS_I16,
});

const onlyLook = (server: string): Mistake => ({
  name: 'force-whatif',
  title: 'Only look, with -Force',
  about: `-WhatIf beside -Force looks at nothing: the failover of ${server} starts, and its services stay disabled until Invoke-CsComputerFailBack (D254, D255).`,
  ends: WARNED,
  entries: [cmdlet(`${computerFailover.line({ ComputerName: server, Force: true })} -WhatIf`)],
  expect: {},
});

const startedInstead = (server: string): Mistake => ({
  name: 'started-instead',
  title: 'Started instead of failed back',
  about: `${server} is failed over and patched, and its services are started by hand. They are disabled, so that the line is refused, and the pool goes on with a server less until Invoke-CsComputerFailBack (D254).`,
  ends: 'It passes because it says that the line is refused: the day on which it is not, it fails.',
  entries: [
    cmdlet(computerFailover.line({ ComputerName: server })),
    { do: 'update', server },
    { do: 'run', line: startService.line({ ComputerName: server }), refusedBy: 'D254' },
  ],
  expect: {},
});

/** D14, D260: what was up last has what the other has not. */
const wrongOrder = ([first, second]: readonly string[]): Mistake => {
  const down = (server: string): Entry => cmdlet(stopComputer.line({ ComputerName: server }));
  const up = (server: string): Entry => ({ do: 'repair', server });
  return {
    name: 'two-servers',
    title: 'Two servers in the wrong order',
    about: `The pool has two servers. ${first} is shut down, then ${second}, which ends the service by hand; and ${first}, which went first, is started first. It hangs, because ${second} may have what it has not, and after some minutes ${second} does not help any more (D14, D260). The way out here is to stop both and start them together.`,
    ends: BROKEN,
    entries: [
      down(first),
      { do: 'sleep', minutes: 10 },
      down(second),
      { do: 'sleep', minutes: 30 },
      up(first),
      { do: 'sleep', minutes: 15 },
      up(second),
      { do: 'sleep', minutes: 30 },
      down(first),
      down(second),
      up(first),
      up(second),
    ],
    expect: BREAKS_I16,
  };
};

const backEndTooLong = (sql: readonly string[]): Mistake => ({
  name: 'sql-too-long',
  title: 'The Back End down for more than 30 minutes',
  about: `${sql.join(' and ')} ${sql.length === 1 ? 'is' : 'are'} down for 45 minutes. For 30 of them nobody notices; then the users are in resiliency mode (D27, D258), and the Backup Service has stood still all the time.`,
  ends: WARNED,
  entries: [
    cmdlet(stopComputer.line({ ComputerName: sql.join(',') })),
    { do: 'sleep', minutes: 45 },
    ...sql.map((server): Entry => ({ do: 'repair', server })),
  ],
  expect: {},
});

/** The mistakes of a group whose second replica is in step while nothing is wrong; none of another Back End. */
function groupMistakes({ instance, availabilityGroup: group }: BackEnd): Mistake[] {
  if (group === undefined || whyNotRolling(group) !== null) return [];
  const [first, second] = group.replicas.map(({ server }) => server);
  const on = (server: string, Query: string): Entry =>
    cmdlet(invokeSqlcmd.line({ ServerInstance: `${server}\\${instance}`, Query }));
  const tooEarly: Entry[] = [
    cmdlet(stopComputer.line({ ComputerName: second })),
    { do: 'sleep', minutes: 10 },
    { do: 'repair', server: second },
    on(second, failOverStatementOf(group.listener, true)),
    cmdlet(installDatabase.line({ Update: true, ConfiguredDatabases: true, SqlServerFqdn: group.listener })),
    { do: 'sleep', minutes: 5 },
  ];
  const about = `${second} was away for ten minutes and lacks what was committed meanwhile. Instead of waiting until it is SYNCHRONIZED, the group is forced over to it (D116, D117).`;
  return [
    {
      name: 'group-forced',
      title: 'Forced over instead of waited for',
      about: `${about} The old primary is resumed, and what it had alone is rolled back (D118).`,
      ends: 'It passes because it says that I1 breaks: the day on which it does not, it fails.',
      entries: [...tooEarly, on(first, resumeStatement(0))],
      expect: { violates: ['I1'] },
    },
    {
      name: 'group-not-resumed',
      title: 'Forced over and not resumed',
      about: `${about} Nobody resumes the old primary: what it has alone is stranded there, no second copy is made, and no failover is possible (D118).`,
      ends: 'It passes because it says that I1 and I10 break: the day on which they do not, it fails.',
      entries: tooEarly,
      expect: { violates: ['I1', 'I10'] },
    },
  ];
}
