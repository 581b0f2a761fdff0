// Imports at the head of a source what it imports when it comes to it: a bundler keeps what is imported later even where
// nothing that imports it is left.
const LATER = /const (\{[^}]*\}) = await import\(('[^']+')\);/g;

/** For a build whose parts are loaded at once anyway. */
export function staticImports() {
  return {
    name: 'static-imports',
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes("await import('")) return null;
      const imports = [...code.matchAll(LATER)].map(([, names, from]) => `import ${names} from ${from};`);
      const rest = code.replace(LATER, '');
      if (rest.includes("await import('"))
        throw new Error(`${id}: an import that cannot be moved to the head of the file`);
      return `${imports.join('\n')}\n${rest}`;
    },
  };
}
