/** Which keys are for the page: none of a field, and none of the browser. */
/// <reference lib="dom" />

/** No key of a field but that of the cursor, and none with Ctrl, Alt or Cmd. */
export function isForThePage({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const field = target instanceof HTMLElement ? target : null;
  const isTyping = field?.matches('input, select, textarea') === true && field.id !== 'cursor';
  return !isTyping && !ctrlKey && !metaKey && !altKey;
}
