/** What the random walk offers: its kinds, and that a hazard is offered as one. */
import { describe, expect, test } from 'vitest';
import { weightsFor } from '../../src/campaign/sequence-weights.js';
import type { Action } from '../../src/domain/deployment-model.js';
import { DEFAULT_LOAD } from '../../src/domain/drill.js';
import { loadTopology } from '../../src/kit/load-inputs.js';
import { parseDrill } from '../../src/kit/parse-inputs.js';
import { CHOICE_KINDS, OfferAlphabet } from '../../src/run/choices.js';
import { randomDrill } from '../../src/run/random-drill.js';
import { runDrill } from '../../src/run/run-drill.js';
import type { Present } from '../../src/simulation/simulator.js';

const deploymentOf = (name: string) => {
  const read = loadTopology(`sims/${name}.yaml`);
  if (!read.ok) throw new Error(name);
  return read.value;
};

test('the kinds that can be weighed are those that are drawn', () => {
  const drawn = new Set<string>();
  for (const name of ['contoso', 'contoso-no-witness', 'contoso-cms2']) {
    const deployment = deploymentOf(name);
    const asked = new Set<string>();
    for (let seed = 1; seed <= 30; seed++) {
      const numbers = Array.from({ length: 25 }, (_, i) => (seed * 7919 + i * 104_729 * seed) % 1_000_003);
      const weightOf = (kind: string): number => {
        asked.add(kind);
        return drawn.has(kind) ? 1 : 20;
      };
      randomDrill({ deployment, load: DEFAULT_LOAD, seed, numbers, hazards: true, midCommand: true, weightOf });
    }
    for (const kind of asked) drawn.add(kind);
  }
  expect([...drawn].sort()).toEqual([...CHOICE_KINDS].sort());
});

test('weights are of kinds that there are', () => {
  expect(Object.keys(weightsFor(deploymentOf('contoso'), 1)).filter((kind) => !CHOICE_KINDS.includes(kind))).toEqual(
    [],
  );
});

describe('D61: the disaster form of the failover of the Central Management Store', () => {
  /** The kinds under which it is offered at the end of a drill. */
  async function kindsAfter(steps: readonly Record<string, unknown>[]): Promise<string[]> {
    const topology = deploymentOf('contoso-cms2');
    const drill = await parseDrill(JSON.stringify({ drill: 'x', topology: 'none', steps }), { topology });
    if (!drill.ok) throw new Error(drill.errors[0].message);
    const { model, result } = runDrill(drill.value);
    const present: Present<Action> = { nowMs: result.endedAtMs, enabled: (actions) => actions, schedule: () => {} };
    const offers = model.world.settings.unnoted(() =>
      new OfferAlphabet(model.world, { hazards: true }).offers(present),
    );
    return [...offers].flatMap(([kind, { count, at }]) =>
      Array.from({ length: count }, (_, i) => at(i)).some(
        ({ work }) =>
          work.kind === 'run' &&
          work.command.cmdlet === 'Invoke-CsManagementServerFailover' &&
          'BackupSqlServerFqdn' in work.command.parameters,
      )
        ? [kind]
        : [],
    );
  }
  const cut = { cut: { link: ['Datacenter1', 'Datacenter2'] } };
  const crash = (server: string) => ({ crash: { server: `${server}.contoso.com` } });

  test('is offered as a hazard alone while the mirror of the master takes over by itself (D21)', async () => {
    // The active master is on pool2; sql2b is in step and has the witness: the store is served again in seconds.
    expect(await kindsAfter([{ wait: '1h' }, cut, crash('sql2a')])).toEqual(['hazard']);
  });

  test('is offered as what is due where both of its servers are lost', async () => {
    expect(await kindsAfter([{ wait: '1h' }, crash('sql2a'), crash('sql2b')])).toEqual(['cmsForce']);
  });
});
