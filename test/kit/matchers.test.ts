import { beforeAll, describe, expect, test } from 'vitest';
import type { Drill } from '../../src/domain/drill.js';
import { loadDrill } from '../../src/kit/load-inputs.js';
import { toLoseNothing, toPass, toRefuse } from '../../src/kit/matchers.js';
import { parseDrill } from '../../src/kit/parse-inputs.js';
import { simulateDrill } from '../../src/kit/simulate.js';
import { drillOf } from '../support/drills.js';
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
    for (const limit of ['half an hour', -1, Number.NaN]) {
      expect(said(() => expect(loss).not.toRecoverWithin(limit))).toMatch(/^toRecoverWithin: /);
    }
  });
});

describe('toRefuse', () => {
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
      () => expect(planned).toHold('I11' as 'I1'),
      () => expect(planned).not.toHold('I11' as 'I1'),
    ]) {
      expect(said(claim)).toMatch(/there is no invariant "I11"/);
    }
  });
});

test('what is no drill, and input that cannot be used, pass neither way', async () => {
  const unusable = await parseDrill('drill: x');
  const claims = [unusable, Promise.resolve(planned), undefined, {}] as unknown as Drill[];
  for (const received of claims) {
    for (const matcher of [toPass, toLoseNothing, toRefuse]) {
      expect(() => matcher(received)).toThrow(/cannot be used:\ndrill\.yaml:1:1: "topology" is missing|is expected/);
    }
  }
});
