/** Whether what was typed stands among the choices and no longer one begins with it, so that the cursor can go on by itself. */
export function isDecided(choices: readonly string[], text: string): boolean {
  const begun = choices.filter((choice) => choice.startsWith(text))
  return begun.length === 1 && begun[0] === text
}

/** `25121962` is read as `25-12-1962`. */
export function tidyDate(text: string): string {
  const found = /^\s*(\d{2})[-/. ]?(\d{2})[-/. ]?(\d{4})\s*$/.exec(text)
  return found ? `${found[1]}-${found[2]}-${found[3]}` : text
}
