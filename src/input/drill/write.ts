// The inverse of the reader: a drill as the text of a drill file, which reads back as the same drill.
import { Document, isMap, isNode, isPair, isScalar, isSeq, type Node, visit } from 'yaml';
import type { Drill } from '../../domain/drill.js';
import { type DrillData, drillData } from './drill-data.js';

/** A comment in a drill file: lines without their `#`, and the path of the entry that they stand above. */
export interface DrillComment {
  readonly above: readonly (string | number)[];
  readonly lines: readonly string[];
}

/**
 * A drill as the text of a drill file; `topology` is the path of a file or an inline map. Reading the file
 * gives the same drill, with lines.
 */
export const drillYaml = (drill: Drill, topology: string | DrillData): string =>
  // What two steps share is written twice: a reader knows no anchors.
  write(new Document(drillData(drill, topology), { aliasDuplicateObjects: false }));

/** The entries of a drill file with comments above them, for people: each key of a step on a line, prose in quotes. */
export function commentedDrillYaml(entries: DrillData, comments: readonly DrillComment[]): string {
  const document = new Document(entries, { aliasDuplicateObjects: false });
  for (const { above, lines } of comments) {
    const [key, parent] = [above.at(-1), document.getIn(above.slice(0, -1))];
    const entry = isMap(parent)
      ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key
      : document.getIn(above, true);
    if (isNode(entry)) entry.commentBefore = lines.map((line) => ` ${line}`).join('\n');
  }
  visit(document, {
    Scalar(place, node, path) {
      const pair = path.at(-1);
      const command = isPair(pair) && isScalar(pair.key) && pair.key.value === 'run';
      const prose = typeof node.value === 'string' && !/^\w[\w.-]*$/.test(node.value);
      if (place !== 'key' && prose && !command) node.type = 'QUOTE_DOUBLE';
    },
  });
  return write(document, document.get('steps'));
}

function write(document: Document, spread?: unknown): string {
  flow(document.contents, 0, spread);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Entries of lists are written on one line, as in the examples, but for those of the list `spread`. */
function flow(node: Node | null, depth: number, spread: unknown): void {
  if (isMap(node)) {
    for (const pair of node.items) flow(pair.value as Node | null, depth + 1, spread);
    const plain = node.items.every((pair) => !isMap(pair.value) && !isSeq(pair.value));
    node.flow = depth > 1 || (depth === 1 && plain);
  } else if (isSeq(node)) {
    for (const item of node.items) flow(item as Node | null, depth + 1, spread);
    node.flow = !node.items.some(isMap);
    if (node === spread) for (const item of node.items) if (isMap(item)) item.flow = false;
  }
}
