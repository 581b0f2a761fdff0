// XML as a tree of elements, read in one pass (SAX): no DOCTYPE, no entities, nothing followed, bounded.
import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { type InputError, inputError, isInputError, type Position } from '../../core/input-error.js';
import { quote } from '../../core/quote.js';

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
    return new TreeBuilder(text, file).root();
  } catch (error) {
    if (isInputError(error)) return error;
    throw error;
  }
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

/** One pass over the text. Throws an InputError, which parseXml returns. */
class TreeBuilder {
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly open: OpenElement[] = [];
  private document: OpenElement | null = null;
  private elements = 0;
  private attributes = 0;
  private at = 0;
  /** the line that was last looked at, from its first character to its end */
  private current = FIRST_LINE;

  constructor(
    private readonly source: string,
    private readonly file: string,
  ) {}

  root(): XmlElement {
    const { parser } = this;
    parser.on('error', (error) => this.syntaxError(error.message));
    parser.on('doctype', () => this.refuseDoctype());
    parser.on('opentagstart', () => {
      this.at = this.source.lastIndexOf('<', parser.position - 1);
      this.attributes = 0;
    });
    parser.on('attribute', () => this.countAttribute());
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
      throw inputError(position, 'there is too much in this file', `at most ${ELEMENTS_MAX} elements are read`);
    }
    if (this.open.length >= DEPTH_MAX) {
      throw inputError(position, 'nested too deeply', `at most ${DEPTH_MAX} levels are read`);
    }
    const attributes = new Map<string, string>();
    for (const { prefix, local, value } of Object.values(given)) {
      if (value.length > TEXT_MAX) throw this.tooLong(position, local);
      if (prefix !== 'xmlns' && local !== 'xmlns') attributes.set(local, value);
    }
    const element: OpenElement = { name, namespace, position, attributes, children: [], text: '' };
    this.open.at(-1)?.children.push(element);
    this.document ??= element;
    this.open.push(element);
  }

  /** Counted as they come: a tag with millions of them must not be collected first. */
  private countAttribute(): void {
    if (++this.attributes <= ATTRIBUTES_MAX) return;
    throw inputError(this.place(this.at), 'too many attributes on one element', `at most ${ATTRIBUTES_MAX} are read`);
  }

  private append(piece: string): void {
    const element = this.open.at(-1);
    if (element === undefined || piece.trim() === '') return;
    element.text += piece;
    if (element.text.length > TEXT_MAX) throw this.tooLong(element.position, element.name);
  }

  private tooLong(position: Position, name: string): InputError {
    return inputError(position, `the value of ${quote(name)} is too long`, `at most ${TEXT_MAX} characters are read`);
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

  /** Places are mostly asked for in the order of the text, so that every line is looked for once. */
  private place(wanted: number): Position {
    const offset = Math.max(wanted, 0);
    let { line, start, end } = offset < this.current.start ? FIRST_LINE : this.current;
    for (;;) {
      if (end === -1) end = this.source.indexOf('\n', start);
      // the last line has no end
      if (end === -1) end = Number.POSITIVE_INFINITY;
      if (offset <= end) break;
      line++;
      start = end + 1;
      end = -1;
    }
    this.current = { line, start, end };
    return { file: this.file, line, column: offset - start + 1 };
  }
}

/** -1: the end of the line was not looked for yet. */
const FIRST_LINE = { line: 1, start: 0, end: -1 };

function quoteName(text: string, longest = 60): string {
  return quote(text.slice(0, longest)).slice(1, -1);
}

/** The children of that name. */
export function childElements(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The first child of that name. */
export function childElement(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}
