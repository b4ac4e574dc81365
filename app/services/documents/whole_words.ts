/** Longer ones may have to be broken, whatever stands in them. */
const LONGEST = 28

/**
 * Content whose justified texts keep `masing-masing` and `desa/kelurahan` in one piece: pdfmake breaks a line behind such a sign, and where it does not, spreads the
 * two halves as if they were words. What is not justified stays as it is.
 */
export function wholeWords<T>(content: T): T {
  return walked(content) as T
}

function walked(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(walked)
  if (typeof node !== 'object' || node === null || Object.getPrototypeOf(node) !== Object.prototype) return node
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, walked(value)]))
  return copy.alignment === 'justify' && typeof copy.text === 'string' ? { ...copy, text: runsOf(copy.text) } : copy
}

/** The text in runs, each word of two halves one of its own with the blank behind it. */
function runsOf(text: string): unknown {
  const words = text.match(/\S+\s*|^\s+/g) ?? []
  const runs: (string | { text: string; noWrap: true })[] = []
  for (const word of words) {
    if (/\S[-/]\S/.test(word) && word.length <= LONGEST) runs.push({ text: word, noWrap: true })
    else if (typeof runs.at(-1) === 'string') runs.push(`${runs.pop() as string}${word}`)
    else runs.push(word)
  }
  return runs.length > 1 ? runs : text
}
