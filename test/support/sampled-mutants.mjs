// A plugin of Stryker that leaves out all but one of so many mutants: which one, a hash of its place and the seed decides, so
// that the same are tried again and the others with another seed.

const { seed, share } = JSON.parse(process.env.DRYDRILL_MUTANTS ?? '{"seed":1,"share":1}');

class Sampled {
  /** Nodes are asked from the outside in, and what is left out stays out with all that is in it: only leaves decide. */
  shouldIgnore({ node, parentPath }) {
    if (share === 1) return undefined;
    const isWhole = /^(?:Program|.*(?:Declaration|Statement|Body|Method|Function.*|Class.*|Property|Declarator))$/.test(
      node.type,
    );
    if (isWhole || parentPath === null) return undefined;
    let hash = seed >>> 0;
    for (const part of `${node.type} ${node.loc?.start.line}:${node.loc?.start.column}`) {
      hash = Math.imul(hash ^ part.codePointAt(0), 0x01000193) >>> 0;
    }
    return (hash >>> 8) % share === 0 ? undefined : 'not in the sample';
  }
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'sampled', value: new Sampled() }];
