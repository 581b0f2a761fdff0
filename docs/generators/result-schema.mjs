// The JSON Schema of what the commands print with --json, made of the types of their documents by the TypeScript compiler.
// Docstrings become descriptions; times whose names end in Ms are whole numbers; no key may be there that no type has.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = join(ROOT, 'src/commands/json-documents.ts');

/** The schema: a document of any command, and each of them under its name in `$defs`. */
export function resultSchema() {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [SOURCE] }, ts.sys, ROOT);
  const program = ts.createProgram([SOURCE], options);
  const checker = program.getTypeChecker();
  const documents = checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(SOURCE)))
    .find(({ name }) => name === 'JsonDocuments');
  const types = new TypesAsSchemas(program, checker);
  const byCommand = checker.getDeclaredTypeOfSymbol(documents).getProperties();
  const roots = byCommand.map((property) => [property.name, types.ofProperty(property)]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What drydrill prints with --json',
    anyOf: roots.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: { ...Object.fromEntries(roots), ...types.definitions() },
  };
}

/** Schemas of types; each type with a name of the product is written once and referred to. */
class TypesAsSchemas {
  #named = new Map();

  constructor(program, checker) {
    this.program = program;
    this.checker = checker;
  }

  definitions() {
    const sorted = [...this.#named].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { schema }]) => [name, schema]));
  }

  ofProperty(property) {
    const type = this.checker.getNonOptionalType(this.checker.getTypeOfSymbol(property));
    const schema = property.name.endsWith('Ms') ? wholeNumbers(this.of(type)) : this.of(type);
    const description = this.#docOf(property);
    return description === '' ? schema : { description, ...schema };
  }

  of(type) {
    const name = this.#nameOf(type);
    if (name === null) return this.#inline(type);
    const known = this.#named.get(name);
    if (known !== undefined && known.type !== type) throw new Error(`two types are called ${name}`);
    if (known === undefined) {
      const entry = { type, schema: {} };
      this.#named.set(name, entry);
      const description = this.#docOf(type.aliasSymbol ?? type.symbol);
      entry.schema = { ...(description === '' ? {} : { description }), ...this.#inline(type) };
    }
    return { $ref: `#/$defs/${name}` };
  }

  /** The name of a type that the sources declare, and that takes no other types; else null. */
  #nameOf(type) {
    if (type.aliasTypeArguments?.length > 0 || this.checker.getTypeArguments?.(type)?.length > 0) return null;
    const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.symbol : undefined);
    const file = symbol?.declarations?.[0].getSourceFile().fileName.replaceAll('\\', '/');
    return file?.includes('/src/') && !file.includes('node_modules') ? symbol.name : null;
  }

  #inline(type) {
    const { flags } = type;
    if (flags & ts.TypeFlags.Unknown) return {};
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & ts.TypeFlags.StringLiteral || flags & ts.TypeFlags.NumberLiteral) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & ts.TypeFlags.String) return { type: 'string' };
    if (flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.isUnion()) return this.#union(type.types);
    if (this.checker.isTupleType(type)) return this.#tuple(this.checker.getTypeArguments(type));
    if (this.checker.isArrayType(type))
      return { type: 'array', items: this.of(this.checker.getTypeArguments(type)[0]) };
    if (flags & ts.TypeFlags.Object || type.isIntersection()) return this.#object(type);
    throw new Error(`no JSON has a ${this.checker.typeToString(type)}`);
  }

  #union(all) {
    const types = all.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const booleans = types.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral);
    const others = types.filter(({ flags }) => !(flags & (ts.TypeFlags.BooleanLiteral | ts.TypeFlags.Null)));
    const literals = others.every((type) => type.isStringLiteral() || type.isNumberLiteral());
    const schemas = [
      ...(literals && others.length > 1
        ? [{ enum: others.map(({ value }) => value).sort() }]
        : others.map((type) => this.of(type))),
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map((type) => this.of(type))),
      ...(types.some(({ flags }) => flags & ts.TypeFlags.Null) ? [{ type: 'null' }] : []),
    ];
    if (schemas.length === 1) return schemas[0];
    // The compiler has the members in the order in which it met them.
    schemas.sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
    const plain = schemas.every((schema) => Object.keys(schema).join() === 'type');
    return plain ? { type: schemas.map(({ type }) => type) } : { anyOf: schemas };
  }

  #tuple(items) {
    const prefixItems = items.map((item) => this.of(item));
    return { type: 'array', prefixItems, items: false, minItems: prefixItems.length };
  }

  #object(type) {
    if (type.getCallSignatures().length > 0) throw new Error(`no JSON has a ${this.checker.typeToString(type)}`);
    const properties = type.getProperties();
    const others = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const required = properties.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
    return {
      type: 'object',
      ...(properties.length === 0
        ? {}
        : { properties: Object.fromEntries(properties.map((each) => [each.name, this.ofProperty(each)])) }),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: others === undefined ? false : this.of(others.type),
    };
  }

  #docOf(symbol) {
    const parts = symbol?.getDocumentationComment(this.checker) ?? [];
    return ts.displayPartsToString(parts).replace(/\s+/g, ' ').trim();
  }
}

/** Null comes last. */
const textOf = (schema) => (schema.type === 'null' ? '~' : JSON.stringify(schema));

/** Times are whole milliseconds. */
function wholeNumbers(schema) {
  const whole = (type) => (type === 'number' ? 'integer' : type);
  if (schema.additionalProperties?.type !== undefined)
    return { ...schema, additionalProperties: wholeNumbers(schema.additionalProperties) };
  if (Array.isArray(schema.type)) return { ...schema, type: schema.type.map(whole) };
  return schema.type === undefined ? schema : { ...schema, type: whole(schema.type) };
}
