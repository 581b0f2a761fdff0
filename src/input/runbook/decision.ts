// A heuristic: what an administrator types at a question of a script.

/** A question for yes or no is answered with yes, in the script's own spelling; what else is typed is not known (null). */
export function answerTo(prompt: string | null): string | null {
  if (prompt === null) return null;
  const yes = /\byes\b/i.exec(prompt);
  if (yes !== null) return yes[0];
  return /\by\s*\/\s*n\b|\[y\]|\(y\)|\bor n\b|(?:type|enter|press)\s+["']?y["']?(?:\s|$)/i.test(prompt) ? 'y' : null;
}
