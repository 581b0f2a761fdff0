import { pageScripts } from '../../../src/commands/page-scripts.js';
import { isInputError } from '../../../src/core/input-error.js';
import type { Drill } from '../../../src/domain/drill.js';
import type { RunResult } from '../../../src/domain/result.js';
import { readDrill } from '../../../src/input/from-disk.js';
import { runAsHtml } from '../../../src/report/html/report-html.js';
import { runSeeds } from '../../../src/run/seeds.js';
import { ROOT } from '../../support/built.js';
import { drillOf } from '../../support/drills.js';

async function drillOfSim(sim: string): Promise<Drill> {
  const read = await readDrill(`${ROOT}sims/${sim}.yaml`);
  if (Array.isArray(read)) throw new Error(read[0].message);
  return read;
}

/** The result of a drill of sims/, over a few seeds. */
export const resultOfSim = async (sim: string): Promise<RunResult> => played(await drillOfSim(sim));

/** The same of a drill whose site would like to be markup. */
export async function resultWithHostileSite(sim: string): Promise<RunResult> {
  const text = JSON.stringify(await drillOfSim(sim));
  return played(JSON.parse(text.replaceAll('Datacenter1', '</script><img src=x onerror=alert(1)>\\u202e<!--')));
}

function played(drill: Drill): RunResult {
  const result = runSeeds(drill, { count: 3, commandFor: String });
  if (isInputError(result)) throw new Error(result.message);
  return { ...result, tool: { name: 'drydrill', version: '0' }, inputs: [], again: 'drydrill run it.yaml' };
}

/** The page as the command writes it, with its scripts. */
export const htmlOf = (result: RunResult): string =>
  runAsHtml(result, { colour: 0, width: 80, scripts: pageScripts('html') });

/** The page without scripts. */
export const documentOf = (result: RunResult): string => runAsHtml(result, { colour: 0, width: 80 });

/** A site with twenty pools is lost, and one of them is failed over. */
export async function twentyPairs(): Promise<RunResult> {
  const pools = Array.from({ length: 40 }, (_, i) => {
    const [n, side] = [Math.floor(i / 2), i % 2];
    const name = (what: string): string => `${what}${n}${'ab'[side]}.contoso.com`;
    return {
      fqdn: name('pool'),
      site: `Site${side}`,
      edition: 'enterprise',
      platform: 'virtual',
      servers: ['x', 'y', 'z'].map((each) => name(`fe${each}`)),
      users: 2000,
      backupPool: `pool${n}${'ba'[side]}.contoso.com`,
      backEnd: { primary: name('sql'), mirror: name('mirror'), witness: name('witness') },
      fileStore: name('file'),
    };
  });
  const drill = {
    drill: 'Twenty pairs',
    topology: {
      product: 'sfb2015',
      sites: [{ name: 'Site0' }, { name: 'Site1' }],
      links: [{ between: ['Site0', 'Site1'] }],
      pools,
      edgePools: [],
      centralManagement: { active: 'pool3b.contoso.com' },
      voiceResiliency: { automatic: true },
    },
    faults: [
      { at: '1h', crash: { site: 'Site0' } },
      { at: '20h', repair: { site: 'Site0' } },
    ],
    steps: [
      { at: '90m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool0a.contoso.com -DisasterMode' },
      { at: '24h', note: 'The end' },
    ],
    expect: { served: false },
  };
  return played(await drillOf(JSON.stringify(drill)));
}

/** The same result with a name that would like to be markup, wherever a pool, site or drill is named. */
export function hostile<T extends { readonly drill: string }>(result: T): T {
  const text = JSON.stringify(result)
    .replaceAll('Datacenter1', '</script><img src=x onerror=alert(1)>\\u202e')
    .replaceAll('std1.contoso.com', 'std1\\"><svg onload=alert(1)>.contoso.com')
    .replaceAll('pool1.contoso.com', 'pool1\\"><svg onload=alert(1)>.contoso.com')
    .replaceAll(result.drill, '<b>&amp;<!-- </style><script>alert(1)</script>');
  return JSON.parse(text);
}

/** What a reader reads, without markup. */
export const textOf = (html: string): string =>
  html

    .replace(/<script.*?<\/script>/gs, '')
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
