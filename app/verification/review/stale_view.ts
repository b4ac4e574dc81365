import type { Value } from '../instrument.js'
import type { Locale } from '../message.js'
import type { Version } from '../merge.js'
import { conflictId } from '../resolve.js'
import type { FieldPath } from '../rules.js'
import type { Place } from '../store/index.js'
import { pathsBetween } from './picks.js'
import { RecordWords } from './record_words.js'

/** One answer that somebody changed while the form was open: as it was seen, as it is now, as it would be saved. */
export interface StaleLine {
  id: string
  label: string
  row: string
  seen: string
  now: string
  mine: string
  /** The other person and this one both changed it, to different answers: one of them is to be picked. */
  clash: boolean
  /** Changed by the other person alone. */
  theirs: boolean
}

/** What the other person changed field by field beside what was typed; rows that came or went are one line each. */
export function staleLines(
  { module }: Pick<Place, 'module'>,
  { seen, now, mine }: { seen: Version; now: Version; mine: Version },
  locale: Locale,
): StaleLine[] {
  const words = new RecordWords(module, locale, now.doc, mine.doc, seen.doc)
  const theirs = pathsBetween(seen, now)
  const typed = pathsBetween(now, mine)
  return [...new Map([...theirs, ...typed]).values()].map((path) => {
    const [before, current, wanted] = [seen, now, mine].map((version) => valueAt(version, path))
    return {
      ...{ id: conflictId(path), label: words.label(path), row: words.row(path) },
      ...{ seen: words.answer(path, before), now: words.answer(path, current), mine: words.answer(path, wanted) },
      clash: theirs.has(conflictId(path)) && typed.has(conflictId(path)),
      theirs: !typed.has(conflictId(path)),
    }
  })
}

function valueAt(version: Version, { group, key, field }: FieldPath): Value | undefined {
  if (group === undefined) return field === 'outcome' ? version.outcome : version.doc.values[field]
  return version.doc.groups[group]?.find((row) => row.key === key)?.[field]
}
