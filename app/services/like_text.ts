/** Text for `like` and `ilike`, with its wildcards meant as they stand. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
