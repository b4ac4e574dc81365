import type { Tx } from '#services/scope'
import { isActive, rowsOf } from '../engine.js'
import type { ChildRow, RecordDoc } from '../instrument.js'
import type { Locale } from '../message.js'
import { logOpening } from '../review/read_log.js'
import type { Place } from '../store/index.js'
import type { Match } from './candidates.js'
import { standingOf } from './sides.js'
import { viewPair, type PairView } from './view.js'

/**
 * Two records side by side, whether or not the search for doubles found them: persons of both with one NIK, or with one name and birth date,
 * stand opposite each other, and where there are none the heads do. Null where one of the two is gone. Opening them is logged.
 *
 * @param reader his network address, and whether the page shows him the numbers
 */
export async function sideBySide(
  tx: Tx,
  place: Place,
  [left, right]: readonly [string, string],
  locale: Locale,
  reader: { clear: boolean; address: string },
): Promise<PairView | null> {
  const sides = await standingOf(tx, place, [left, right])
  const [one, other] = [sides.get(left), sides.get(right)]
  if (!one || !other) return null
  for (const key of [left, right]) await logOpening(tx, place, key, reader)
  const matches = opposite(place, one.doc, other.doc)
  return viewPair(tx, place, { left, right, basis: 'likely', score: 0, matches }, locale)
}

function opposite(place: Place, one: RecordDoc, other: RecordDoc): Match[] {
  const { instrument } = place.module
  const { people } = instrument.summary
  const active = (doc: RecordDoc) => rowsOf(doc, people.group).filter((row) => isActive(instrument, row))
  const [here, there] = [active(one), active(other)]
  const head = people.heads?.find(({ within }) => within === 'record')
  const isHead = (row: ChildRow) => head !== undefined && row[head.variable] === head.code
  const same = here.flatMap((row) => {
    const twin = there.find((candidate) => isOne(row, candidate))
    return twin ? [matchOf(row, twin)] : []
  })
  if (same.length > 0) return same
  const [first, second] = [here.find(isHead), there.find(isHead)]
  return first && second ? [matchOf(first, second)] : []

  function isOne(row: ChildRow, candidate: ChildRow): boolean {
    const equal = (field: string) => row[field] !== null && row[field] !== undefined && row[field] === candidate[field]
    return equal(people.nik) || (equal(people.name) && equal(people.birthDate))
  }
}

function matchOf(row: ChildRow, twin: ChildRow): Match {
  const unscored = { basis: 'likely', score: 0, name: 0, born: 0, near: 0, number: 'none', card: false, sex: false } as const
  return { left: row.key, right: twin.key, ...unscored }
}
