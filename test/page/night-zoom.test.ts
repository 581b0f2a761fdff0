import { expect, test } from 'vitest';
import { followed, mapped, partsNamed, zoomed } from '../../src/page/night-zoom.js';
import { resultOfSim } from '../report/html/pages.js';

const MIN = 60_000;
const END = 300 * MIN;
const stretch = (from: number, to: number) => ({ fromMs: from * MIN, toMs: to * MIN });

test('a zoom keeps the cursor where it is in the picture, and stays in the night', () => {
  // The cursor at a third of 0 to 300: half as long, 100 is at a third of 50 to 200.
  expect(zoomed(stretch(0, 300), 100 * MIN, 0.5, END)).toEqual(stretch(50, 200));
  expect(zoomed(stretch(50, 200), 100 * MIN, 2, END)).toEqual(stretch(0, 300));
  expect(zoomed(stretch(50, 200), 100 * MIN, 4, END)).toEqual(stretch(0, 300));
  // At the edge the part would begin before the night.
  expect(zoomed(stretch(0, 100), 90 * MIN, 2, END)).toEqual(stretch(0, 200));
  // Nothing is drawn larger than two minutes.
  expect(zoomed(stretch(100, 102), 101 * MIN, 0.5, END)).toEqual(stretch(100, 102));
});

test('a drag over the map chooses a part, in either direction; a press has the part around it, as long as it was', () => {
  expect(mapped(stretch(0, 300), 100 * MIN, 160 * MIN, END)).toEqual(stretch(100, 160));
  expect(mapped(stretch(0, 300), 160 * MIN, 100 * MIN, END)).toEqual(stretch(100, 160));
  expect(mapped(stretch(0, 40), 100 * MIN, 100 * MIN, END)).toEqual(stretch(80, 120));
  expect(mapped(stretch(0, 40), 299 * MIN, 299.5 * MIN, END)).toEqual(stretch(260, 300));
});

test('where the cursor leaves the part, it comes into its middle; a shorter night has all of the part in it', () => {
  expect(followed(stretch(50, 150), 100 * MIN, END)).toEqual(stretch(50, 150));
  expect(followed(stretch(50, 150), 200 * MIN, END)).toEqual(stretch(150, 250));
  expect(followed(stretch(50, 150), 299 * MIN, END)).toEqual(stretch(200, 300));
  expect(followed(stretch(50, 150), 100 * MIN, 120 * MIN)).toEqual(stretch(20, 120));
});

test('an outage is shown with what was before and after it', async () => {
  const result = await resultOfSim('03-site-loss');
  const [{ outageAtMs, servedAtMs }] = result.recovery;
  const [{ name, stretch: shown }] = partsNamed(result);
  expect(name).toBe('Outage of pool1');
  expect(shown.fromMs).toBeLessThan(outageAtMs);
  expect(shown.toMs).toBeGreaterThan(servedAtMs!);
  expect(shown.toMs - shown.fromMs).toBeLessThan(result.endedAtMs / 5);
});

test('a failback is shown from its command until users are home', async () => {
  const result = await resultOfSim('03-site-loss');
  const [, { name, stretch: shown }, ...others] = partsNamed(result);
  expect([name, others]).toEqual(['Failback of pool1', []]);
  const { startedAtMs, endedAtMs } = result.steps.find(({ command }) => command.startsWith('Invoke-CsPoolFailBack'))!;
  const beside = (endedAtMs - startedAtMs) / 8;
  expect(Math.abs(shown.fromMs - (startedAtMs - beside))).toBeLessThan(1000);
  expect(Math.abs(shown.toMs - Math.min(endedAtMs + beside, result.endedAtMs))).toBeLessThan(1000);
  // A run in which nobody goes home has none.
  expect(partsNamed(await resultOfSim('04a-forgot-cms')).map((each) => each.name)).toEqual(['Outage of pool1']);
});
