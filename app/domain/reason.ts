/** Letters a reason has at least, where nothing more is asked. */
export const LEAST_REASON = 5

/** Whether a text can be the reason of a decision: so many letters, and a word among them. */
export function saysWhy(text: string, least: number = LEAST_REASON): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= least && /\p{L}{3}/u.test(text)
}
