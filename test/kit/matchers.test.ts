import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Drill } from '../../src/domain/drill.js';
import { exploreAlone } from '../../src/kit/explore-alone.js';
import { loadDrill, loadTopology } from '../../src/kit/load-inputs.js';
import { toHold, toLoseNothing, toPass, toRecoverWithin, toRefuse } from '../../src/kit/matchers.js';
import { parseDrill } from '../../src/kit/parse-inputs.js';
import { simulateDrill } from '../../src/kit/simulate.js';
import { drillOf } from '../support/drills.js';
import { exact, SILENT } from '../support/exact.js';
import '../../src/kit/vitest.js';

let planned: Drill;
let loss: Drill;
let swapped: Drill;
beforeAll(async () => {
  const read = async (name: string): Promise<Drill> => {
    const drill = await loadDrill(`sims/${name}.yaml`);
    if (!drill.ok) throw new Error(name);
    return drill.value;
  };
  [planned, loss, swapped] = [
    await read('01-planned-failover'),
    await read('03-site-loss'),
    await read('02b-swap-wrong-order'),
  ];
});

/** What a matcher says where it fails. */
function said(claim: () => void): string {
  try {
    claim();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}

describe('toPass', () => {
  test('holds of a drill that passes, and says why of one that does not', () => {
    expect(loss).toPass();
    expect(simulateDrill(loss, { seeds: 2 })).toPass();
    const failing = { ...loss, expect: { ...loss.expect, lostMax: 0 } };
    expect(failing).not.toPass();
    const message = said(() => expect(failing).toPass());
    expect(message).toMatch(
      /^expected "Lose Datacenter1, recover on pool2, come home" to pass\nit failed: .*(?:lost|changes)/,
    );
    expect(message).toContain('(50 seeds from 7 on)');
    expect(message).toMatch(/\n\nFAILED, not ready/);
    expect(said(() => expect(loss).not.toPass())).toMatch(/not to pass\nit passed, with reservations/);
  });

  test('strict: a warning fails it', () => {
    expect(said(() => expect(loss).toPass({ strict: true }))).toMatch(
      /to pass without a warning\nit passed, with reservations/,
    );
  });

  test('one that is inconclusive does not pass', async () => {
    const nothing = await drillOf({ steps: [{ wait: '1m' }] });
    expect(said(() => expect(nothing).toPass())).toMatch(/it is inconclusive: .*nothing was rehearsed/i);
  });
});

describe('toLoseNothing', () => {
  test('counts what is lost and what is left behind, the most of all seeds', () => {
    expect(planned).toLoseNothing();
    const message = said(() => expect(loss).toLoseNothing());
    expect(message).toMatch(
      /to lose nothing\nat most [\d,]+ acknowledged changes were lost and 0 stranded\n {2}pool1\.contoso\.com UserServices\.PresenceFocus: 2,167 lost/,
    );
    expect(said(() => expect(planned).not.toLoseNothing())).toMatch(/none of [\d,]+ acknowledged changes/);
  });

  test('the number is that of the worst seed, also where the first lost nothing', () => {
    const result = simulateDrill(loss, { seeds: 3 });
    if (!result.ok) throw new Error('unusable');
    const { loss: own } = result.value;
    expect({ ...result.value, loss: { ...own, lost: 0, stranded: 0 } }).not.toLoseNothing();
    expect({ ...result.value, seeds: null, loss: { ...own, lost: 0, stranded: 1 } }).not.toLoseNothing();
  });

  test('M281: what users had saved before the pair was made counts, though no count of changes has it', async () => {
    const pairing = { topologyBuilder: { pair: ['pool1', 'pool2'] } };
    const left = await drillOf({
      topology: exact({ more: { backupPool: null } }),
      load: SILENT,
      faults: [{ at: '15m', crash: { site: 'Datacenter1' } }],
      steps: [
        { at: '10m', ...pairing },
        { at: '20m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' },
      ],
      expect: { served: false, violates: ['I17'] },
    });
    expect(left).toPass();
    expect(said(() => expect(left).toLoseNothing())).toMatch(/\n {2}\(M281\) pool2 takes over .* stays behind/);
    const result = simulateDrill(left, { seeds: 2 });
    expect(result.ok && result.value.loss).toMatchObject({ lost: 0, stranded: 0 });
    expect(result).not.toLoseNothing();
  });
});

describe('toRecoverWithin', () => {
  test('is about the longest recovery of all seeds', () => {
    expect(loss).toRecoverWithin('30m');
    expect(loss).toRecoverWithin(30 * 60_000, { pool: 'pool1.contoso.com' });
    const message = said(() => expect(loss).toRecoverWithin('5m'));
    expect(message).toMatch(
      /to recover within 5m\nthe RTO of what was failed over:\n {2}pool1\.contoso\.com: RTO of \d+m.* at most {2}<- too long/,
    );
    expect(said(() => expect(loss).toRecoverWithin('30m', { of: 'outage' }))).toMatch(/outage of .*<- too long/);
    expect(loss).not.toRecoverWithin('1s');
    expect(said(() => expect(loss).not.toRecoverWithin('30m'))).toMatch(/not to recover within 30m/);
  });

  test('one seed that never served fails it', () => {
    const result = simulateDrill(loss, { seeds: 3 });
    if (!result.ok || result.value.seeds === null) throw new Error('unusable');
    const spread = result.value.seeds.spread.map((each) =>
      each.what === 'rto' ? { ...each, maxMs: null, never: 1 } : each,
    );
    const never = { ...result.value, seeds: { ...result.value.seeds, spread } };
    expect(said(() => expect(never).toRecoverWithin('9h'))).toMatch(/never served in some seed {2}<- too long/);
  });

  test('where nothing was failed over, or the time is none, neither it nor its opposite holds', async () => {
    const sync = await drillOf({ steps: [{ run: 'Invoke-CsBackupServiceSync -PoolFqdn pool1' }] });
    for (const claim of [() => expect(sync).toRecoverWithin('1h'), () => expect(sync).not.toRecoverWithin('1h')]) {
      expect(said(claim)).toMatch(/no pool was failed over: nothing could recover/);
    }
    expect(said(() => expect(loss).toRecoverWithin('1h', { pool: 'pool9' }))).toMatch(/pool9 was not failed over/);
    for (const limit of ['half an hour', -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(said(() => expect(loss).not.toRecoverWithin(limit))).toMatch(/^toRecoverWithin: /);
    }
  });
});

describe('toRefuse', () => {
  test('each seed must: where only some do, neither it nor its opposite holds', async () => {
    // The failover of the store takes 2 to 4 minutes (assumed, D60): in seed 1 its pool is lost before it is through, in seed 4 after.
    const at33 = { at: '33m' };
    const drill = await parseDrill(
      JSON.stringify({
        drill: 'Lost while the store moves',
        topology: 'contoso.yaml',
        faults: [
          { ...at33, crash: { server: 'sql1a.contoso.com' } },
          { ...at33, crash: { server: 'sql1b.contoso.com' } },
        ],
        steps: [
          { wait: '30m' },
          { run: 'Invoke-CsManagementServerFailover' },
          { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com' },
        ],
      }),
      { files: { 'contoso.yaml': readFileSync('sims/contoso.yaml') } },
    );
    expect(drill).toRefuse();
    for (const [rule, seeds] of [
      ['D41', 'seed 1 does, and seed 4 does not'],
      ['D42', 'seed 4 does, and seed 1 does not'],
    ]) {
      for (const claim of [() => expect(drill).toRefuse(rule), () => expect(drill).not.toRefuse(rule)]) {
        expect(said(claim)).toContain(`to refuse a step by ${rule}\n${seeds}`);
      }
    }
    if (!drill.ok) throw new Error('unusable');
    const result = simulateDrill(drill.value, { seeds: 4 });
    for (const claim of [() => expect(result).toRefuse('D41'), () => expect(result).not.toRefuse('D42')]) {
      expect(said(claim)).toMatch(/cannot be told from this result, which keeps the steps of seed 1 alone/);
    }
    expect(simulateDrill(drill.value, { seeds: 1 })).toRefuse('D41');
  });

  test('rules that say the same of a refusal are the same, as in a drill file; one that there is not holds neither way', () => {
    expect(swapped).toRefuse('S8');
    for (const claim of [() => expect(swapped).toRefuse('D9999'), () => expect(swapped).not.toRefuse('D9999')]) {
      expect(said(claim)).toMatch(/"D9999" is no rule/);
    }
    // A rule of the catalogue that refuses nothing: "not refused by D30" would hold of every drill.
    for (const rule of ['D30', 'I1', 'D36']) {
      expect(said(() => expect(swapped).not.toRefuse(rule))).toMatch(`"${rule}" is no rule that refuses a step`);
    }
  });

  test('is about the rule that is named', () => {
    expect(swapped).toRefuse();
    expect(swapped).toRefuse('D40');
    expect(said(() => expect(swapped).toRefuse('D62'))).toMatch(
      /to refuse a step by D62\nrefused:\n {2}line \d+: Invoke-CsPoolFailOver .* \(D40\)/,
    );
    expect(said(() => expect(planned).toRefuse())).toMatch(/to refuse a step\nno step was refused/);
    expect(said(() => expect(swapped).not.toRefuse('D40'))).toMatch(/not to refuse a step by D40/);
    expect(said(() => expect(swapped).not.toRefuse('41'))).toMatch(/"41" is no rule/);
  });
});

describe('toHold', () => {
  test('of I10 throws where nothing is repaired, or a pool is failed over at the end: it is not judged there', async () => {
    const left = await drillOf({
      topology: exact(),
      load: SILENT,
      steps: [{ at: '10m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }],
    });
    expect(said(() => expect(left).toHold('I10'))).toMatch(/it is judged only where all is repaired/);
  });

  /** The named hazard D45: over a cut link the partner takes over from a pool that is alive. */
  const alive = {
    steps: [
      { wait: '30m' },
      { cut: { link: ['Datacenter1', 'Datacenter2'] } },
      { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' },
      { wait: '1h' },
    ],
    expect: { served: false },
  };

  test('looks at each seed of a drill', async () => {
    expect(planned).toHold('I3');
    const broken = await drillOf(alive);
    expect(broken).not.toHold('I3');
    expect(said(() => expect(broken).toHold('I3'))).toMatch(/to hold I3\nI3 broke at .*: /);
    expect(said(() => expect(planned).not.toHold('I3'))).toMatch(/not to hold I3\nI3 held/);
  });

  test('of a result, what its other seeds broke is not taken for granted', () => {
    const result = simulateDrill(planned, { seeds: 3 });
    if (!result.ok || result.value.seeds === null) throw new Error('unusable');
    expect(result).toHold('I3');
    const seeds = { ...result.value.seeds, failed: [planned.seed + 1] };
    const unknown = { ...result.value, seeds };
    expect(said(() => expect(unknown).toHold('I3'))).toMatch(
      /cannot be told from this result: seed \d+ failed; ask the drill itself/,
    );
    expect(said(() => expect(unknown).not.toHold('I3'))).toMatch(/cannot be told/);
    const expectation = {
      what: 'violates I3',
      expected: 'broken',
      actual: 'broken in 1 of 3 seeds',
      holds: true,
      from: 'drill',
    } as const;
    expect({ ...result.value, expectations: [expectation] }).not.toHold('I3');
  });

  test('an invariant that is not there holds neither way', () => {
    for (const claim of [
      () => expect(planned).toHold('I98' as 'I1'),
      () => expect(planned).not.toHold('I98' as 'I1'),
    ]) {
      expect(said(claim)).toMatch(/there is no invariant "I98"/);
    }
  });
});

test('what an inconclusive drill did not rehearse can neither be claimed nor denied', async () => {
  const guessed = await parseDrill(
    JSON.stringify({
      drill: 'A check without an answer',
      topology: 'contoso.yaml',
      steps: [{ script: 'night.ps1' }],
    }),
    {
      files: {
        'contoso.yaml': readFileSync('sims/contoso.yaml'),
        'night.ps1': 'if (Test-Anything) { Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode }',
      },
    },
  );
  const nothing = await drillOf({ steps: [{ wait: '1m' }] });
  for (const drill of [guessed, nothing]) {
    for (const matcher of [toLoseNothing, toRefuse, (d: typeof drill) => toHold(d, 'I3')]) {
      expect(() => matcher(drill)).toThrow(/cannot be told: it is inconclusive: /);
    }
    expect(() => toRecoverWithin(drill, '1h')).toThrow(/cannot be told: it is inconclusive: /);
    expect(() => expect(drill).toPass()).toThrow(/it is inconclusive/);
  }
});

test('one seed that is inconclusive, or a failure that went on over what is not modelled, leaves a claim open', () => {
  const result = simulateDrill(planned, { seeds: 3 });
  if (!result.ok || result.value.seeds === null) throw new Error('unusable');
  const { seeds, steps } = result.value;
  const open = { ...result.value, verdict: 'failed', seeds: { ...seeds, inconclusive: [planned.seed + 2] } } as const;
  expect(() => toLoseNothing(open)).toThrow(
    `cannot be told: it is inconclusive in 1 of 3 seeds, the first ${planned.seed + 2}`,
  );
  const over = { ...result.value, verdict: 'failed', steps: [{ ...steps[0], outcome: 'notModelled' }] } as const;
  expect(() => toHold(over, 'I3')).toThrow(/cannot be told: line \d+ is not modelled/);
});

test('a result of one run is judged by the slowest of its failovers', () => {
  const result = simulateDrill(planned, { seeds: 1 });
  if (!result.ok) throw new Error('unusable');
  const [first] = result.value.recovery;
  const recovery = [{ ...first, rtoMs: 3 * 3_600_000 }, first];
  const one = { ...result.value, seeds: null, recovery };
  expect(one).toRecoverWithin('3h');
  expect(one).not.toRecoverWithin('2h');
});

test('what is no drill, and input that cannot be used, pass neither way', async () => {
  const unusable = await parseDrill('drill: x');
  const search = await exploreAlone(planned, { faults: 0, maxStates: 1 });
  const others = [search, loadTopology('sims/contoso.yaml'), Promise.resolve(planned), undefined, {}];
  const claims = [unusable, ...others] as unknown as Drill[];
  for (const received of claims) {
    for (const matcher of [toPass, toLoseNothing, toRefuse]) {
      expect(() => matcher(received)).toThrow(/cannot be used:\ndrill\.yaml:1:1: "topology" is missing|is expected/);
    }
  }
});
