import { nameKey } from '#domain/name_key'

/** How near a found name is to the wanted one, as pages say it. */
export type Nearness = 'exact' | 'close' | 'similar'

const CLOSE = 0.88
/** Below it two names are of different people. */
const SIMILAR = 0.62

/** Short and older forms under which a word of a name is written, by the form it is compared in. */
const FORMS: Readonly<Record<string, string>> = {
  ...{ M: 'MUHAMAD', MUH: 'MUHAMAD', MHD: 'MUHAMAD', MOH: 'MUHAMAD', MOCH: 'MUHAMAD', MOKH: 'MUHAMAD', MD: 'MUHAMAD' },
  ...{
    MOCHAMAD: 'MUHAMAD',
    MOCHAMMAD: 'MUHAMAD',
    MOHAMAD: 'MUHAMAD',
    MOHAMMAD: 'MUHAMAD',
    MUHAMMAD: 'MUHAMAD',
    MUCHAMAD: 'MUHAMAD',
  },
  ...{ ABD: 'ABDUL', ABDL: 'ABDUL', ST: 'SITI', NR: 'NUR' },
}

/** Titles that a card has and a list leaves out, or the other way round. */
const TITLES = new Set([
  'H',
  'HJ',
  'HAJI',
  'HAJJAH',
  'ALM',
  'ALMH',
  'DRS',
  'DRA',
  'IR',
  'DR',
  'SDR',
  'SDRI',
  'BPK',
  'IBU',
  'NY',
  'TN',
])

/** Spellings before 1972 and of Arabic names, each turned into one of today; in this order. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/OE/g, 'U'],
  [/DJ/g, 'J'],
  [/TJ/g, 'C'],
  [/NJ/g, 'NY'],
  [/(?<=[AIUEO])CH/g, 'H'],
  [/^CH(?=AI)/g, 'H'],
  [/CH/g, 'C'],
  [/KH/g, 'H'],
  [/S[JY]/g, 'S'],
  [/([DTBG])H/g, '$1'],
  [/DZ|Z/g, 'J'],
  [/[FV]/g, 'P'],
  [/Q/g, 'K'],
  [/Y/g, 'I'],
  [/(.)\1+/g, '$1'],
  [/(?<=.)H$/g, ''],
]

const heard = new Map<string, string>()
const REMEMBERED = 20_000

/** One text for all spellings of a word of a name: `SOEHARTO` and `SUHARTO`, `ACHMAD` and `AHMAD`, `AMINAH` and `AMINA`. */
export function soundOf(word: string): string {
  const known = heard.get(word)
  if (known !== undefined) return known
  const sound = SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), FORMS[word] ?? word)
  if (heard.size >= REMEMBERED) heard.clear()
  heard.set(word, sound)
  return sound
}

/**
 * Likeness of two names from 0 to 1. Words are compared by sound and in any order; an initial stands for its word; words written as one or
 * apart are alike. A word that only one of the names has costs little, for lists leave family names out.
 *
 * @param wanted as it was typed
 * @param found as the register has it
 */
export function nameLikeness(wanted: string, found: string): number {
  const [want, have] = [wordsOf(wanted), wordsOf(found)]
  if (want.length === 0 || have.length === 0) return 0
  const joined = alike(want.join(''), have.join(''))
  return Math.max(inWords(want, have), joined)
}

/** What a likeness is called; null where the names are of different people. */
export function nearnessOf(wanted: string, found: string, score: number): Nearness | null {
  if (nameKey(wanted) === nameKey(found)) return 'exact'
  if (score >= CLOSE) return 'close'
  return score >= SIMILAR ? 'similar' : null
}

function wordsOf(name: string): string[] {
  const words = nameKey(name).split(' ').filter(Boolean)
  const bare = words.filter((word) => !TITLES.has(word))
  return (bare.length > 0 ? bare : words).map(soundOf).filter(Boolean)
}

function inWords(want: readonly string[], have: readonly string[]): number {
  const left = [...have]
  let [sum, weight] = [0, 0]
  for (const word of want) {
    const scores = left.map((other) => wordLikeness(word, other))
    const best = Math.max(0, ...scores)
    if (best > 0) left.splice(scores.indexOf(best), 1)
    const counts = Math.max(2, word.length)
    sum += best * counts
    weight += counts
  }
  return (sum / weight) * (1 - Math.min(0.15, left.length * 0.03))
}

function wordLikeness(one: string, other: string): number {
  if (one === other) return 1
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length === 1) return long.startsWith(short) ? 0.7 : 0
  const score = alike(one, other)
  return score >= 0.6 ? score : 0
}

/** 1 for equal texts, less for each letter that is missing, added, changed or swapped with its neighbour. */
function alike(one: string, other: string): number {
  return 1 - distance(one, other) / Math.max(one.length, other.length)
}

function distance(one: string, other: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      next[j] = Math.min(
        row[j]! + 1,
        next[j - 1]! + 1,
        row[j - 1]! + (same ? 0 : 1),
        swapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, row] = [row, next]
  }
  return row[other.length]!
}
