import { describe, expect, test, vi } from 'vitest';
import { ChangeLog } from '../../../src/domain/ledger/change-log.js';
import { Segment } from '../../../src/domain/ledger/segment.js';
import { expectBroken, violation } from '../../support/broken.js';
import { type DrillText, deployment } from '../../support/drills.js';

/** Forks at odd moments, with fractions of changes under way. */
const FORKS: DrillText = {
  load: { changesPerUserPerHour: 0.777 },
  steps: [
    { wait: '617s' },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
    { wait: '619s' },
    { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
    { wait: '10m' },
  ],
};

describe('I9: acknowledged = served + stranded + lost', () => {
  test('the fraction of a change that is dropped where the log forks', async () => {
    const { open } = Segment;
    const run = await expectBroken('I9', FORKS, () => {
      vi.spyOn(Segment, 'open').mockImplementation((rate, atMs, weight) => open(rate, atMs, weight, 0));
    });
    expect(violation(run).message).toMatch(/: [\d,.\s]+ acknowledged, but [\d,.\s]+ served \+ /);
  });

  test('changes of a share of the users that are counted for nobody', async () => {
    const { split } = Segment.prototype;
    const drill: DrillText = {
      topology: deployment({ servers: 6 }),
      faults: [
        { at: '617s', crash: { server: 'fe1a' } },
        { at: '619s', crash: { server: 'fe1b' } },
      ],
      steps: [{ wait: '15m' }],
    };
    await expectBroken('I9', drill, () => {
      vi.spyOn(Segment.prototype, 'split').mockImplementation(function (this: Segment, at, [n, d]) {
        const { part, remainder } = split.call(this, at, [n, d]);
        return { part: Segment.open(part.rate, part.startMs, 0, 0), remainder };
      });
    });
  });

  test('a store that holds more than was acknowledged', async () => {
    const { setWriter } = ChangeLog.prototype;
    await expectBroken('I9', FORKS, () => {
      vi.spyOn(ChangeLog.prototype, 'setWriter').mockImplementation(function (this: ChangeLog, nowMs, writer, mirror) {
        setWriter.call(this, nowMs, writer, mirror);
        const open = this.segments[this.current];
        if (writer >= 0 && this.side === 1) this.rows[writer][this.current] = open.endMs + 10 * 60_000;
      });
    });
  });
});
