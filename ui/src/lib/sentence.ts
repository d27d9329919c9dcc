/** Text from elsewhere as a sentence: a capital first, a full stop last. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  if (!trimmed) return "";
  const start = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.?:]$/u.test(start) ? start : `${start}.`;
}
