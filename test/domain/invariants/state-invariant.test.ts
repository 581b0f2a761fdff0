import { describe, expect, test } from 'vitest';
import { onePrimary } from '../../../src/domain/components/availability-group/invariants.js';
import { onePrincipal } from '../../../src/domain/components/back-end/invariants.js';
import { oneMaster } from '../../../src/domain/components/central-management/invariants.js';
import { notBothWays, oneWriter, onlyCommanded } from '../../../src/domain/components/pool-failover/invariants.js';
import { mayAcknowledge, nothingUnkept } from '../../../src/domain/components/users/invariants.js';
import { INVARIANT_IDS } from '../../../src/domain/drill.js';
import type { StateInvariant } from '../../../src/domain/invariants/state-invariant.js';
import { CONTENT, USER_DATA } from '../../../src/domain/state/modules.js';
import type { World } from '../../../src/domain/state/world.js';
import { variable } from '../../support/bare-world.js';

/** A world that answers what a test says, of pools that are named pool1, pool2 and so on. */
const worldOf = (answers: object): World =>
  ({ name: (p: number) => `pool${p + 1}`, partner: (p: number) => 1 - p, ...answers }) as unknown as World;

test('each says what it claims and which rules it rests on', () => {
  const all: StateInvariant[] = [
    oneWriter,
    oneMaster,
    onePrincipal,
    notBothWays,
    onlyCommanded,
    nothingUnkept,
    onePrimary,
  ];
  expect(all.map(({ id, rules }) => [id, rules.join()])).toEqual([
    ['I3', 'D43,D45,D51,D70'],
    ['I4', 'D64'],
    ['I5', 'D21,D23'],
    ['I6', 'S7,S8'],
    ['I7', 'S4'],
    ['I8', 'D43,D70'],
    ['I11', 'D121,D133,D135'],
  ]);
  for (const { id, claim } of all) {
    expect(INVARIANT_IDS).toContain(id);
    expect(claim).toMatch(/^(?:at|a|no|nothing)\b.{20,}/);
  }
});

describe('I3: one writer', () => {
  const check = (home: number, partner: number, state = 'none') =>
    oneWriter.check(
      worldOf({
        variables: { homeOpen: variable(home), partnerOpen: variable(partner) },
        serviceStateOf: () => state,
      }),
      0,
    );

  test('home or the partner accepts changes', () => {
    expect([check(0, 0), check(1, 0), check(0, 1), check(0, 0, 'regularHome'), check(0, 1, 'regularPartner')]).toEqual(
      Array(5).fill(null),
    );
  });

  test('both accept changes, whichever way users are served at home', () => {
    const both = 'pool1 and pool2 both accept changes of the users of pool1';
    expect([check(1, 1), check(0, 1, 'regularHome')]).toEqual([both, both]);
  });
});

test('I4: two active masters are told once, of the home of the Central Management Store', () => {
  const check = (p: number, ...active: number[]) =>
    oneMaster.check(
      worldOf({ layout: { cmsHome: 1, cmsStandby: 0 }, variables: { cmsActive: variable(...active) } }),
      p,
    );
  expect(check(1, 1, 1)).toBe('pool2 and pool1 both are the active master');
  expect([check(0, 1, 1), check(1, 1, 0), check(1, 0, 1), check(1, 0, 0)]).toEqual(Array(4).fill(null));
});

test('I5: two stores of a side that serve one database are told by its name', () => {
  const check = (serving: readonly (readonly number[])[]) =>
    onePrincipal.check(
      worldOf({
        pool: () => ({ databases: [0, 2] }),
        layout: { storesPerSide: 2 },
        variables: { serves: { get: (_p: number, db: number, store: number) => serving[db]?.[store] ?? 0 } },
        databaseName: (db: number) => ['User', 'Application', 'CentralMgmt'][db],
      }),
      0,
    );
  expect(check([[1, 0], [], [0, 1]])).toBeNull();
  expect(check([[], [1, 1], []])).toBeNull();
  // What serves on the partner's side is not of this one.
  expect(check([[1, 0, 1], [], []])).toBeNull();
  expect(check([[1, 1], [], []])).toBe('two SQL servers of pool1 serve the User database');
  expect(check([[0, 1], [], [1, 1]])).toBe('two SQL servers of pool1 serve the CentralMgmt database');
});

test('I11: two primaries are named; a pool without an availability group has none', () => {
  const check = (group: object | null, ...serves: number[]) =>
    onePrimary.check(
      worldOf({
        pool: () => ({ sql: [4, 5, 6], group }),
        layout: { hosts: ['', '', '', '', 'sql1', 'sql2', 'sql3'].map((fqdn) => ({ fqdn })) },
        variables: { serves: { get: (_p: number, _db: number, store: number) => serves[store] } },
      }),
      0,
    );
  expect([check(null, 1, 1, 1), check({}, 0, 0, 0), check({}, 0, 1, 0)]).toEqual([null, null, null]);
  expect(check({}, 1, 0, 1)).toBe('sql1 and sql3 are both primary of the availability group of pool1');
});

test('I6: two pools that are failed over to each other are told once', () => {
  const check = (p: number, ...normal: boolean[]) =>
    notBothWays.check(worldOf({ isNormal: (pool: number) => normal[pool] }), p);
  expect(check(0, false, false)).toBe('pool1 and pool2 are failed over to each other');
  expect([check(1, false, false), check(0, true, false), check(0, false, true), check(0, true, true)]).toEqual(
    Array(4).fill(null),
  );
  // A pool without a partner has none that comes after it.
  const alone = worldOf({ partner: () => -1, isNormal: () => false });
  expect(notBothWays.check(alone, 0)).toBeNull();
  const own = worldOf({ partner: (p: number) => p, isNormal: () => false });
  expect(notBothWays.check(own, 0)).toBeNull();
});

test('I7: users who are regular on the partner without a command', () => {
  const check = (state: string, commanded: number) =>
    onlyCommanded.check(worldOf({ serviceStateOf: () => state, variables: { commanded: variable(commanded) } }), 0);
  expect(check('regularPartner', 0)).toBe('users of pool1 are regular on pool2, but nobody commanded it');
  expect([check('regularPartner', 1), check('regularHome', 0), check('resiliencyPartner', 0)]).toEqual(
    Array(3).fill(null),
  );
});

describe('I8: nothing is acknowledged that could not be kept', () => {
  interface Facts {
    homeOpen?: number;
    partnerOpen?: number;
    runs?: number[];
    gone?: number[];
    state?: string;
    acknowledging?: Readonly<Record<number, number>>;
  }
  const answers = ({ homeOpen = 1, partnerOpen = 0, runs = [0, 1], gone = [0, 0], ...rest }: Facts) =>
    worldOf({
      variables: { homeOpen: variable(homeOpen), partnerOpen: variable(partnerOpen), backEndGone: variable(...gone) },
      frontEndRuns: (p: number) => runs.includes(p),
      serviceStateOf: () => rest.state ?? 'down',
      log: (_p: number, m: number) => {
        const acknowledging = rest.acknowledging?.[m];
        return acknowledging === undefined ? null : { module: `module ${m}`, acknowledging };
      },
    });

  test.each<[string, Facts, string, boolean]>([
    ['regular at home', {}, 'regularHome', true],
    ['regular at home, where the partner alone is open', { homeOpen: 0, partnerOpen: 1 }, 'regularHome', true],
    ['regular with no registrar open', { homeOpen: 0 }, 'regularHome', false],
    ['regular at home without Front Ends', { runs: [1] }, 'regularHome', false],
    ['regular at the partner, without Front Ends at home', { runs: [1] }, 'regularPartner', true],
    ['regular at the partner without Front Ends there', { runs: [0] }, 'regularPartner', false],
    ['regular at home, its Back End gone', { gone: [1, 0] }, 'regularHome', false],
    ['regular at the partner, the Back End of home gone', { gone: [1, 0] }, 'regularPartner', true],
    ['regular at the partner, its Back End gone', { gone: [0, 1] }, 'regularPartner', false],
    ['in resiliency mode', {}, 'resiliencyHome', false],
    ['without service', {}, 'down', false],
  ])('%s', (_what, facts, state, may) => {
    expect(mayAcknowledge(answers(facts), 0, state as never)).toBe(may);
  });

  const check = (facts: Facts) => nothingUnkept.check(answers(facts), 0);

  test('changes that may be acknowledged are', () => {
    expect(check({ state: 'regularHome', acknowledging: { [USER_DATA]: 5, [CONTENT]: 5 } })).toBeNull();
  });

  test('users without service save nothing', () => {
    expect(check({ acknowledging: { [USER_DATA]: 0, [CONTENT]: 0 } })).toBeNull();
    expect(check({})).toBeNull();
  });

  test('what is acknowledged all the same is told by its module, and the mode of the users', () => {
    expect(check({ state: 'resiliencyHome', acknowledging: { [USER_DATA]: 1 } })).toBe(
      `changes of pool1 (module ${USER_DATA}) are acknowledged while its users are in resiliencyHome`,
    );
    expect(check({ state: 'regularHome', homeOpen: 0, acknowledging: { [USER_DATA]: 0, [CONTENT]: 2 } })).toBe(
      `changes of pool1 (module ${CONTENT}) are acknowledged while its users can only be in read-only or resiliency mode`,
    );
  });
});
