// What computing with values can throw. The interpreter adds the place, as values do not know where they came from.

/** What is wrong with values; the interpreter adds the place and makes a `ScriptError` of it. */
export class ValueError extends Error {}

/** A value grew beyond what the interpreter holds; it adds the place and makes a `BoundReached` of it. */
export class SizeExceeded extends Error {}
