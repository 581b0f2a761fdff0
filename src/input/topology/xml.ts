import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { type InputError, inputError, isInputError, type Position } from '../../core/position.js';
import { quote } from '../quote.js';

/** Largest XML file, in bytes. The largest topologies that were ever published take a few. */
export const XML_LIMIT_BYTES = 20 * 1024 * 1024;
const DEPTH_MAX = 64;
const ELEMENTS_MAX = 300_000;
const ATTRIBUTES_MAX = 64;
/** longest value of an attribute and longest text of an element, in characters */
const TEXT_MAX = 10_000;

const CUT_OFF = 'the file is cut off or damaged: export it again';

/** An element with the place of its `<`. Names are without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly position: Position;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** its own text, without that of its children */
  readonly text: string;
}

/**
 * Parses one XML document. Never expands an entity beyond the five of XML itself, refuses a DOCTYPE, follows no
 * reference to anything outside, and is bounded in depth and number of elements.
 */
export function parseXml(text: string, file: string): XmlElement | InputError {
  try {
    return new Reading(text, file).root();
  } catch (error) {
    if (isInputError(error)) return error;
    throw error;
  }
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

/** One pass over the text. Throws an InputError, which parseXml returns. */
class Reading {
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly open: Growing[] = [];
  private readonly starts: number[];
  private document: Growing | null = null;
  private elements = 0;
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly file: string,
  ) {
    this.starts = lineStarts(source);
  }

  root(): XmlElement {
    const { parser } = this;
    parser.on('error', (error) => this.syntaxError(error.message));
    parser.on('doctype', () => this.refuseDoctype());
    parser.on('opentagstart', () => {
      this.at = this.source.lastIndexOf('<', parser.position - 1);
    });
    parser.on('opentag', (tag) => this.enter(tag.local, tag.uri, tag.attributes));
    parser.on('closetag', () => void this.open.pop());
    parser.on('text', (piece) => this.append(piece));
    parser.on('cdata', (piece) => this.append(piece));
    parser.write(this.source).close();
    if (this.document === null) throw inputError(this.place(0), 'this XML has no element', CUT_OFF);
    return this.document;
  }

  private enter(name: string, namespace: string, given: Readonly<Record<string, SaxesAttributeNS>>): void {
    const position = this.place(this.at);
    if (++this.elements > ELEMENTS_MAX) {
      throw inputError(
        position,
        'there is too much in this file',
        `at most ${ELEMENTS_MAX} elements are read`,
      );
    }
    if (this.open.length >= DEPTH_MAX) {
      throw inputError(position, 'nested too deeply', `at most ${DEPTH_MAX} levels are read`);
    }
    const values = Object.values(given);
    if (values.length > ATTRIBUTES_MAX) {
      throw inputError(
        position,
        `too many attributes on <${quoteName(name)}>`,
        `at most ${ATTRIBUTES_MAX} are read`,
      );
    }
    const attributes = new Map<string, string>();
    for (const { prefix, local, value } of values) {
      if (value.length > TEXT_MAX) throw this.tooLong(position, local);
      if (prefix !== 'xmlns' && local !== 'xmlns') attributes.set(local, value);
    }
    const element: Growing = { name, namespace, position, attributes, children: [], text: '' };
    this.open.at(-1)?.children.push(element);
    this.document ??= element;
    this.open.push(element);
  }

  private append(piece: string): void {
    const element = this.open.at(-1);
    if (element === undefined || piece.trim() === '') return;
    element.text += piece;
    if (element.text.length > TEXT_MAX) throw this.tooLong(element.position, element.name);
  }

  private tooLong(position: Position, name: string): InputError {
    return inputError(
      position,
      `the value of ${quote(name)} is too long`,
      `at most ${TEXT_MAX} characters are read`,
    );
  }

  private refuseDoctype(): never {
    const at = this.source.indexOf('<!DOCTYPE');
    throw inputError(
      this.place(Math.max(at, 0)),
      'a DOCTYPE is not allowed here',
      'a topology has none; a DOCTYPE could make a reader open other files',
    );
  }

  private syntaxError(message: string): never {
    const position = this.place(Math.min(Math.max(this.parser.position - 1, 0), this.source.length));
    const plain = message.replace(/^(?:.*?:)?\d+:\d+: /s, '').replace(/\.$/, '');
    if (/^undefined entity/.test(plain)) {
      const hint = 'XML knows &amp; &lt; &gt; &quot; &apos; only; others are not expanded';
      throw inputError(position, 'an entity that is not one of the five of XML', hint);
    }
    const unclosed = /^unclosed tag: (.*)$/s.exec(plain);
    if (unclosed !== null) {
      const innermost = this.open.at(-1)?.name ?? unclosed[1];
      throw inputError(position, `the file ends inside <${quoteName(innermost)}>`, CUT_OFF);
    }
    throw inputError(position, `not valid XML: ${quoteName(plain, 200)}`, CUT_OFF);
  }

  private place(offset: number): Position {
    const line = lineAt(this.starts, Math.max(offset, 0));
    return { file: this.file, line: line + 1, column: Math.max(offset, 0) - this.starts[line] + 1 };
  }
}

/** Offsets of the first character of each line; a line ends with \n, \r\n or \r. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function quoteName(text: string, longest = 60): string {
  return quote(text.slice(0, longest)).slice(1, -1);
}

/** The children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}
