import { expect, test } from 'vitest';
import { isInputError } from '../../../src/core/input-error.js';
import { formatInputError } from '../../../src/input/format-error.js';
import { readTopologyFile } from '../../../src/input/from-disk.js';
import { parseXml, type XmlElement } from '../../../src/input/topology/xml.js';
import { scratchFolder } from './files.js';

const folder = scratchFolder();

function parsed(text: string): XmlElement {
  const root = parseXml(text, 't.xml');
  if (isInputError(root)) throw new Error(formatInputError(root));
  return root;
}

function refused(text: string): string {
  const root = parseXml(text, 't.xml');
  return isInputError(root) ? formatInputError(root) : 'read';
}

test('elements know where they begin; names are without prefix, comments and declarations are skipped', () => {
  const root = parsed(
    '<?xml version="1.0"?>\r\n<!-- a -->\n<a:Root xmlns:a="urn:x" b="1&amp;2">\n\t<One\n  c="&#233;"/>text<![CDATA[<&]]>\r\n  <a:Two/></a:Root>\n',
  );
  expect(root.name).toBe('Root');
  expect(root.namespace).toBe('urn:x');
  expect([...root.attributes]).toEqual([['b', '1&2']]);
  expect(root.text).toBe('text<&');
  const places = [root, ...root.children].map(({ name, position: { line, column } }) => `${name} ${line}:${column}`);
  expect(places).toEqual(['Root 3:1', 'One 4:2', 'Two 6:3']);
  expect(root.children[0].attributes.get('c')).toBe('é');
});

test('what is not well-formed, or could reach outside, is refused with its place', () => {
  const cases = [
    '<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>',
    '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<a>\n  &secret;</a>',
    '<a b="&lol;"/>',
    '<a>\n<b>\n',
    '<a>\n<b></a>',
    '<a b="1" b="2"/>',
    '<a b=1/>',
    '<x:a/>',
    '<a/><b/>',
    '<a/>text',
    '<!-- only a comment -->',
    '<a>\u0001</a>',
    '<',
  ];
  expect(cases.map((text) => `${JSON.stringify(text)}\n${refused(text)}`).join('\n')).toMatchInlineSnapshot(`
    ""<!DOCTYPE a [<!ENTITY b \\"c\\">]>\\n<a>&b;</a>"
    t.xml:1:1: a DOCTYPE is not allowed here
      a topology has none; a DOCTYPE could make a reader open other files
    "<?xml version=\\"1.0\\"?>\\n<!DOCTYPE a SYSTEM \\"file:///etc/passwd\\"><a/>"
    t.xml:2:1: a DOCTYPE is not allowed here
      a topology has none; a DOCTYPE could make a reader open other files
    "<a>\\n  &secret;</a>"
    t.xml:2:10: an entity that is not one of the five of XML
      XML knows &amp; &lt; &gt; &quot; &apos; only; others are not expanded
    "<a b=\\"&lol;\\"/>"
    t.xml:1:11: an entity that is not one of the five of XML
      XML knows &amp; &lt; &gt; &quot; &apos; only; others are not expanded
    "<a>\\n<b>\\n"
    t.xml:2:4: the file ends inside <b>
      the file is cut off or damaged: export it again
    "<a>\\n<b></a>"
    t.xml:2:7: not valid XML: unexpected close tag
      the file is cut off or damaged: export it again
    "<a b=\\"1\\" b=\\"2\\"/>"
    t.xml:1:16: not valid XML: duplicate attribute: b
      the file is cut off or damaged: export it again
    "<a b=1/>"
    t.xml:1:6: not valid XML: unquoted attribute value
      the file is cut off or damaged: export it again
    "<x:a/>"
    t.xml:1:6: not valid XML: unbound namespace prefix: "x"
      the file is cut off or damaged: export it again
    "<a/><b/>"
    t.xml:1:7: not valid XML: documents may contain only one root
      the file is cut off or damaged: export it again
    "<a/>text"
    t.xml:1:9: not valid XML: text data outside of root node
      the file is cut off or damaged: export it again
    "<!-- only a comment -->"
    t.xml:1:23: not valid XML: document must contain a root element
      the file is cut off or damaged: export it again
    "<a>\\u0001</a>"
    t.xml:1:4: not valid XML: disallowed character
      the file is cut off or damaged: export it again
    "<"
    t.xml:1:1: not valid XML: document must contain a root element
      the file is cut off or damaged: export it again"
  `);
});

test('depth, elements, attributes and texts are bounded', () => {
  const deep = '<a>'.repeat(65) + '</a>'.repeat(65);
  const wide = `<a>${'<b/>'.repeat(300_000)}</a>`;
  const attributes = `<a ${Array.from({ length: 65 }, (_, at) => `b${at}="1"`).join(' ')}/>`;
  const long = `<a>\n<b c="${'x'.repeat(10_001)}"/></a>`;
  const shown = [deep, wide, attributes, long, `<a>${'x'.repeat(10_001)}</a>`].map(refused);
  expect(shown).toMatchInlineSnapshot(`
    [
      "t.xml:1:193: nested too deeply
      at most 64 levels are read",
      "t.xml:1:1200000: there is too much in this file
      at most 300000 elements are read",
      "t.xml:1:1: too many attributes on one element
      at most 64 are read",
      "t.xml:2:1: the value of "c" is too long
      at most 10000 characters are read",
      "t.xml:1:1: the value of "a" is too long
      at most 10000 characters are read",
    ]
  `);
});

test('a file above the limit is not read', () => {
  const path = folder.write('large.xml', `<a>${' '.repeat(20 * 1024 * 1024)}</a>`);
  expect(folder.shown(readTopologyFile(path))).toMatchInlineSnapshot(`
    "large.xml: the file is too large (20 MiB)
      at most 20 MiB are read"
  `);
  const yaml = folder.write('large.yaml', `a: 1\n${'#\n'.repeat(6 * 1024 * 1024)}`);
  expect(folder.shown(readTopologyFile(yaml))).toMatchInlineSnapshot(`
    "large.yaml: the file is too large
      at most 10 MiB of YAML are read"
  `);
});
