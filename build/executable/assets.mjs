// What is inside the executable beside its program: files that sources name by a URL, by their names; all as paths in the package.
export const ASSETS = {
  'package.json': 'package.json',
  'rules.md': 'docs/rules.md',
  'build-digest.json': 'dist/build-digest.json',
  'page-scripts.json': 'dist/page-scripts.json',
  'rule-places.json': 'dist/rule-places.json',
};
