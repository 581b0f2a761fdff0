import { expect, test } from 'vitest';
import { el } from '../../../src/report/html/element.js';
import { documentText } from '../../../src/report/html/html-document.js';
import { withRules } from '../../../src/report/html/rule-links.js';

const rule = (id: string) => ({ id, basis: 'documented', words: `the words of <${id}>` });
const RULES = [rule('D40'), rule('D41'), rule('M7')];

const page = (text: string, rules: typeof RULES): string =>
  documentText({ title: 'x', body: [el('p', null, withRules(text))], footer: el('footer') }, () => rules);

test('an id leads to its words, which stand once behind the page, with those alone that it names', () => {
  const text = page('refused by D41 (D41, M7), not by D4 or XD40', RULES);
  expect(text).toContain(
    '<p>refused by <a class="rule-id" href="#rule-D41">D41</a> (<a class="rule-id" href="#rule-D41">D41</a>, ' +
      '<a class="rule-id" href="#rule-M7">M7</a>), not by D4 or XD40</p>',
  );
  expect(text.match(/<dt id="rule-\w+"/g)).toEqual(['<dt id="rule-D41"', '<dt id="rule-M7"']);
  expect(text).toContain('<dd>the words of &lt;D41></dd>');
});

test('an id without words is no link, and a page that names no rule has none behind it', () => {
  for (const [text, rules] of [
    ['refused by D41', []],
    ['refused by D12', RULES],
    ['all went well', RULES],
  ] as const) {
    expect(page(text, [...rules])).toContain(`<main><p>${text}</p></main><footer>`);
  }
});

test('the words of a rule stand without the marks of Markdown', () => {
  const words = 'the *worst* of `Get-Cs*` and `a * b`, 2*3*4';
  expect(page('D40', [{ ...rule('D40'), words }])).toContain('<dd>the worst of Get-Cs* and a * b, 2*3*4</dd>');
});
