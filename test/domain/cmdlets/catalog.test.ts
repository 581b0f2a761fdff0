import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CommandHosts } from '../../../src/domain/cmdlets/argument-values.js';
import { bindCommand } from '../../../src/domain/cmdlets/bind.js';
import { byCmdlet, CMDLETS, commandText, hazardOf } from '../../../src/domain/cmdlets/catalog.js';
import { type Cmdlet, HAZARDS, type Hazard, type Parameters } from '../../../src/domain/cmdlets/cmdlet.js';
import { type Action, DeploymentModel } from '../../../src/domain/deployment-model.js';
import { DEFAULT_LOAD, type FaultTarget } from '../../../src/domain/drill.js';
import { breaking, mending } from '../../../src/domain/fault-targets.js';
import { parseCommandLine } from '../../../src/powershell/parser/command-line.js';
import { deployment } from '../../support/drills.js';
import { deploymentOf } from '../../support/topologies.js';

/** What no type can ask of a cmdlet: that it is in the catalog, says what refuses it, and is typed by somebody. */

const DIRECTORY = fileURLToPath(new URL('../../../src/domain/cmdlets/', import.meta.url));
const FILES = readdirSync(DIRECTORY);

interface CmdletFile {
  readonly file: string;
  readonly text: string;
  readonly cmdlets: readonly Cmdlet[];
}

const isCmdlet = (value: unknown): value is Cmdlet =>
  typeof value === 'object' && value !== null && 'begin' in value && 'parameters' in value;

const SOURCES: CmdletFile[] = await Promise.all(
  FILES.map(async (file) => {
    const exported = await import(/* @vite-ignore */ pathToFileURL(DIRECTORY + file).href);
    const text = readFileSync(DIRECTORY + file, 'utf8');
    return { file, text, cmdlets: Object.values(exported).filter(isCmdlet) };
  }),
);

const EDGES = [
  {
    fqdn: 'edge1',
    site: 'Datacenter1',
    servers: ['e1a', 'e1b'],
    nextHop: 'pool1',
    federation: true,
    xmpp: true,
  },
];
const DEPLOYMENT = deploymentOf(deployment({}, {}, { edgePools: EDGES }));

/** The deployment after what was done to it, with nothing else done meanwhile. */
function worldAfter(...actions: Action[]) {
  const model = new DeploymentModel(DEPLOYMENT, DEFAULT_LOAD);
  const nothing = { start() {}, startPeriodic() {}, cancel() {}, observe() {} };
  const state = model.initial(nothing);
  for (const action of actions) {
    model.advance(state, state.nowMs + 60_000);
    model.apply(state, action, nothing);
  }
  return model.world;
}

const crash = (target: FaultTarget): Action => ({ type: 'fault', fault: breaking(target) });
const repair = (target: FaultTarget): Action => ({ type: 'fault', fault: mending(target) });
const server = (name: string): FaultTarget => ({ kind: 'server', server: name });

describe('every cmdlet', () => {
  test('that a file defines is in the catalog', () => {
    const defined = SOURCES.filter(({ file }) => file !== 'catalog.ts').flatMap(({ cmdlets }) => cmdlets);
    expect(defined.map(({ name }) => name).sort()).toEqual(CMDLETS.map(({ name }) => name).sort());
    expect(new Set(CMDLETS.map(({ name }) => name)).size).toBe(CMDLETS.length);
  });

  test('says what it does, in a sentence, and when each rule refuses it', () => {
    const silent = CMDLETS.filter(
      ({ does, refusedBy }) => !/^[A-Z`].+\.$/.test(does) || Object.values(refusedBy).includes(''),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('that begins work has phases, and they are told apart by number', () => {
    const long = CMDLETS.filter(({ phases }) => phases !== undefined).map(({ name }) => name);
    expect(long).toEqual([
      'Invoke-CsPoolFailOver',
      'Invoke-CsPoolFailBack',
      'Invoke-CsManagementServerFailover',
      'Move-CsManagementServer',
      'Invoke-CsDatabaseFailover',
      'Invoke-Sqlcmd',
      'Switch-SqlAvailabilityGroup',
      'Backup-CsPool',
      'Set-CsEdgeServer',
      'Set-CsSite',
      'Start-CsWindowsService',
      'Stop-CsWindowsService',
      'Invoke-CsComputerFailOver',
      'Invoke-CsComputerFailBack',
      'Start-CsPool',
      'Reset-CsPoolRegistrarState',
      'Import-CsConfiguration',
      'Restart-Computer',
      'Start-Service',
      'Restart-Service',
    ]);
  });
});

describe('the rules that refuse', () => {
  /** Those that a file gives as the reason. Topology Builder is no cmdlet; D1 refuses only its pairing. */
  const rulesIn = (text: string): string[] =>
    [
      /\brefuse\(\s*'([SDFM]\d+)'/g,
      /'failed',\s*'([SDFM]\d+)'/g,
      /\b(?:fail|abandon)\(\s*world,\s*(?:p,\s*)?'([SDFM]\d+)'/g,
      /\babandon\(world, forced \? '([SDFM]\d+)'/g,
    ]
      .flatMap((pattern) => [...text.matchAll(pattern)].map(([, rule]) => rule))
      .filter((rule) => rule !== 'D1');

  /** What stands in a file without a cmdlet belongs to those that take it from there. */
  const cmdletsOf = ({ file, cmdlets }: CmdletFile): readonly Cmdlet[] =>
    cmdlets.length > 0
      ? cmdlets
      : SOURCES.filter(({ text }) => text.includes(`from './${file.replace(/ts$/, 'js')}'`)).flatMap(
          (other) => other.cmdlets,
        );

  test.each(SOURCES.filter(({ text }) => rulesIn(text).length > 0))('$file: are documented', (source) => {
    const documented = cmdletsOf(source).flatMap(({ refusedBy }) => Object.keys(refusedBy));
    expect(rulesIn(source.text).filter((rule) => !documented.includes(rule))).toEqual([]);
  });

  test('are all that the documentation has', () => {
    const given = new Set(SOURCES.flatMap(({ text }) => rulesIn(text)));
    const documented = CMDLETS.flatMap(({ name, refusedBy }) => Object.keys(refusedBy).map((rule) => ({ name, rule })));
    expect(documented.filter(({ rule }) => !given.has(rule))).toEqual([]);
  });
});

/** A line that is each hazard, and what has to be broken before. */
const HAZARDOUS: Readonly<
  Record<Exclude<Hazard, 'M15' | 'D117' | 'D135'>, readonly [line: string, ...before: Action[]]>
> = {
  D44: ['Invoke-CsPoolFailOver -PoolFqdn pool1 -SkipDataVerification'],
  D45: ['Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode'],
  D51: ['Invoke-CsPoolFailBack -PoolFqdn pool1 -SkipDataVerification'],
  D53: ['Invoke-CsPoolFailBack -PoolFqdn pool1 -DisasterMode'],
  D25: [
    'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force',
    crash(server('sql1b')),
    crash(server('sql1a')),
    repair(server('sql1b')),
  ],
  D11: ['Start-CsPool -PoolFqdn pool1 -QuorumLossRecovery'],
  D252: ['Stop-CsWindowsService -ComputerName fe1b', crash(server('fe1a'))],
  D61: ['Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql1a -BackupSqlInstanceName rtc -Force'],
};

const HOSTS: CommandHosts = {
  pools: DEPLOYMENT.pools.map(({ fqdn }) => fqdn),
  machines: worldAfter().layout.hosts.map(({ fqdn }) => fqdn),
  edgePools: DEPLOYMENT.edgePools.map(({ fqdn }) => fqdn),
  edgeServers: new Map(),
  sites: DEPLOYMENT.sites.map(({ name }) => name),
};

async function bound(line: string) {
  const parsed = await parseCommandLine(line);
  if ('message' in parsed) throw new Error(parsed.message);
  const result = bindCommand(parsed, HOSTS);
  if (result.kind !== 'bound') throw new Error(`${line}: ${JSON.stringify(result)}`);
  return result.command;
}

describe('the named hazards', () => {
  test.each(Object.entries(HAZARDOUS))('%s is one of a cmdlet', async (hazard, [line, ...before]) => {
    expect(hazardOf(worldAfter(...before), await bound(line))).toBe(hazard);
  });

  test('are these, and M15, which is one of a fault', () => {
    // Those of an availability group have tests of their own, as this deployment has none.
    expect([...HAZARDS].sort()).toEqual([...Object.keys(HAZARDOUS), 'M15', 'D117', 'D135'].sort());
  });
});

describe('what is typed freely', () => {
  const stop = { cmdlet: 'Stop-CsWindowsService', parameters: { ComputerName: 'fe2a' } };
  const worlds = [worldAfter(), worldAfter(crash({ kind: 'pool', pool: 'pool1' }), { type: 'command', command: stop })];
  const typed = worlds.flatMap((world) =>
    byCmdlet(world, ({ name, freely }, i) => [
      ...(freely.lines?.(world, i) ?? []).map((parameters) => ({ cmdlet: name, parameters })),
      ...(freely.offers?.(world, i) ?? []).flatMap(({ work }) => (work.kind === 'run' ? [work.command] : [])),
    ]),
  );

  test('is read as what it means, however it is written', async () => {
    for (const command of typed) {
      const cmdlet = CMDLETS.find(({ name }) => name === command.cmdlet)!;
      expect(await bound(commandText(command))).toEqual(command);
      expect(await bound(cmdlet.line(command.parameters as Parameters))).toEqual(command);
    }
  });

  test('is everything that changes the deployment, but for these', () => {
    const names = new Set(typed.map(({ cmdlet }) => cmdlet));
    const never = CMDLETS.map(({ name }) => name).filter((name) => !names.has(name) && !name.startsWith('Get-'));
    expect(never).toEqual([
      // restores a store that neither form of a failover brings back
      'Move-CsManagementServer',
      // replication begins by itself, too
      'Invoke-CsManagementStoreReplication',
      // as the statements of Invoke-Sqlcmd; and of a group, which this deployment has not
      'Switch-SqlAvailabilityGroup',
      'Resume-SqlAvailabilityDatabase',
      'Test-SqlAvailabilityGroup',
      'Start-ClusterNode',
      // decides when resiliency mode begins, which a search takes at any moment
      'Set-CsRegistrarConfiguration',
      'Backup-CsPool',
      // routes to the outside: offered as published with Topology Builder
      'Set-CsSite',
      // as Stop- and Start-CsWindowsService
      'Invoke-CsComputerFailOver',
      'Invoke-CsComputerFailBack',
      // carried by hand: nothing that is modelled changes
      'Export-CsRgsConfiguration',
      'Import-CsRgsConfiguration',
      'Export-CsConfiguration',
      'Import-CsConfiguration',
      'Export-CsLisConfiguration',
      'Import-CsLisConfiguration',
      'Publish-CsLisConfiguration',
      // looks
      'Test-CsDatabase',
      // they write nothing of what is modelled
      'Invoke-CsStorageServiceFlush',
      'Install-CsDatabase',
      // a crash and a repair of the machine, which a search has as faults; services as with Stop- and Start-CsWindowsService
      'Restart-Computer',
      'Stop-Computer',
      'Start-Service',
      'Stop-Service',
      'Restart-Service',
      // what runs there is typed by itself
      'Invoke-Command',
      'New-PSSession',
    ]);
  });
});
