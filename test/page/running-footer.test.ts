import { expect, test } from 'vitest';
import { inCssString } from '../../src/page/running-footer.js';

test('nothing of a name ends a string of CSS, and every character of it can be read back', () => {
  const name = 'Lose "1"\\\n</style>} · 𝒮';
  const text = inCssString(name);
  expect(text).toMatch(/^(?:[\w ]|\\[0-9a-f]+ )*$/);
  expect(text.replace(/\\([0-9a-f]+) /g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))).toBe(name);
});
