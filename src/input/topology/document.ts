// Tells the kinds of topology file apart by their content, and reads each to the same tree.
import { type InputError, inputError, isInputError } from '../../core/input-error.js';
import { quote } from '../../core/quote.js';
import { type InputFiles, textIn, YAML_LIMIT_BYTES } from '../input-files.js';
import { Problems } from '../problems.js';
import { parseYaml } from '../yaml-tree.js';
import { builderGraph } from './builder.js';
import { Graph, type TopologyGraph } from './graph.js';
import { checkGraph } from './graph-parts.js';
import { publishedGraph } from './published.js';
import { publishedClusters } from './published-clusters.js';
import { topologyOfGraph } from './topology-of-graph.js';
import { ownSource, type TopologySource } from './topology-source.js';
import { parseXml, XML_LIMIT_BYTES, type XmlElement } from './xml.js';

/** How to get a document that can be read. */
const EXPORT = 'export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8';

const NAMESPACE = /^urn:schema:Microsoft\.Rtc\.Management\.Deploy\.(Topology|TopologyBuilder)\.\d+$/;

/** Reads a topology file of any kind; which kind it is shows in its content. */
export function topologySourceIn(files: InputFiles, path: string): TopologySource | InputError[] {
  const text = textIn(files, path, XML_LIMIT_BYTES);
  return isInputError(text) ? [text] : topologySource(text, path);
}

/** The topology in a text of any kind; `file` is its name in messages. Never throws. */
export function topologySource(text: string, file: string): TopologySource | InputError[] {
  if (/^\s*</.test(text)) {
    const root = parseXml(text, file);
    return isInputError(root) ? [root] : fromXml(root);
  }
  const listing = shellListing(text, file);
  if (listing !== null) return [listing];
  if (new TextEncoder().encode(text).length > YAML_LIMIT_BYTES) {
    const limit = `at most ${YAML_LIMIT_BYTES / 1024 / 1024} MiB of YAML are read`;
    return [inputError({ file, line: 0, column: 0 }, 'the file is too large', limit)];
  }
  const tree = parseYaml(text, file);
  return isInputError(tree) ? [tree] : ownSource(tree);
}

function fromXml(root: XmlElement): TopologySource | InputError[] {
  const read = readerOf(root);
  if (isInputError(read)) return [read];
  const problems = new Problems();
  const all = read(root, problems);
  checkGraph(all, problems);
  if (problems.any) return problems.list();
  const graph = new Graph(all);
  const source = topologyOfGraph(graph, problems);
  return source === null || problems.any ? problems.list() : { ...source, published: publishedClusters(graph) };
}

type GraphReader = (root: XmlElement, problems: Problems) => TopologyGraph;

/** Which of the two documents this is; what else PowerShell makes of a topology is refused by its name. */
function readerOf(root: XmlElement): GraphReader | InputError {
  const schema = NAMESPACE.exec(root.namespace)?.[1];
  if (root.name === 'Topology' && schema === 'Topology') return publishedGraph;
  if (root.name === 'TopologyBuilder' && schema === 'TopologyBuilder') return builderGraph;
  const refuse = (message: string) => inputError(root.position, message, EXPORT);
  if (root.name === 'Objs') return refuse('this is a file of Export-Clixml, not a topology document');
  if (root.name === 'Objects') return refuse('this is a file of ConvertTo-Xml, not a topology document');
  if (root.name === 'DocItemSet') return refuse('this is the content of an Export-CsConfiguration file');
  if (root.name === 'Topology' || root.name === 'TopologyBuilder') {
    const namespace = root.namespace === '' ? 'no namespace' : `the namespace ${quote(root.namespace)}`;
    return refuse(`<${root.name}> has ${namespace}: this is no topology of Lync or Skype for Business Server`);
  }
  return refuse(`the root element ${quote(root.name)} is neither Topology nor TopologyBuilder`);
}

/** What `Get-CsTopology` prints without -AsXml: a list of properties, which leaves almost everything out. */
function shellListing(text: string, file: string): InputError | null {
  const at = /^(?:InternalDomains|SqlInstances|Clusters|Machines)\s*:\s*(?:\{|Microsoft\.Rtc\.)/m.exec(text);
  if (at === null) return null;
  const line = text.slice(0, at.index).split('\n').length;
  return inputError(
    { file, line, column: 1 },
    'this is what Get-CsTopology shows without -AsXml, not a topology document',
    EXPORT,
  );
}
