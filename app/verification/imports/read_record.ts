import { excerpt } from '#domain/plain_cell'
import type { SiksError } from '#siks/errors'
import type { SiksRecord } from '#siks/format'
import { VillageRefused, type VillageReader } from '../editions/villages.js'
import { withCentreValues } from '../centre_values.js'
import { fromVariant } from '../engine.js'
import type { RecordDoc, Values } from '../instrument.js'
import { conflictId } from '../resolve.js'
import type { PeriodError } from '../periods/errors.js'
import { outcomesFor } from '../review/edit.js'
import { checkShape } from '../shape.js'
import { atStandingPlace, type Place, type StandingPlace } from '../store/index.js'
import { ImportRefusal, type ReasonParams } from './errors.js'
import type { Facts, Source } from './facts.js'
import type { Reason } from './files.js'
import type { ImportCode } from './messages.js'

/** What every record of one file and module is read against. */
export interface Grounds {
  place: Place
  source: Source
  /** Today in the regency's zone. */
  today: string
  /** Code lists the file declares; null for the module's own. */
  codeList: string | null
  villages: VillageReader
  /** Villages of the package, codes in force, with their names. */
  scope: ReadonlyMap<string, string>
}

export interface ReadRecord {
  doc: RecordDoc
  village: string
  extra: Record<string, unknown>
  /** Names of fields the instrument does not know. */
  unknown: string[]
  /** Names of values that only the centre may write and that the file has otherwise. */
  ignored: string[]
}

/** A record of a file as a document of the module, or every reason why it is none. */
export function readRecord(grounds: Grounds, facts: Facts, line: number, record: SiksRecord): ReadRecord | Reason[] {
  const { instrument, outcomes } = grounds.place.module
  const newest = facts.newest.get(record.key) ?? 0
  if (newest > record.rev) {
    return [reason('E_IMPORT_RECORD_OLDER', { line, newest, found: record.rev }, { field: 'rev', value: String(record.rev) })]
  }
  if (!outcomes.some(({ code, selectable }) => code === record.outcome && selectable)) {
    return [reason('E_IMPORT_RECORD_OUTCOME', { line, found: record.outcome }, { field: 'outcome', value: record.outcome })]
  }
  const translated = grounds.codeList ? { ...record, ...fromVariant(instrument, grounds.codeList, record) } : record
  const edition = facts.edition.get(record.key) ?? null
  const shape = checkShape(instrument, translated, edition)
  if (!shape.ok) {
    return shape.errors.map(({ code: fault, reason: words, ...place }) => ({
      ...reason('E_IMPORT_RECORD_SHAPE', { line, fault, reason: words }),
      ...place,
    }))
  }
  const working = facts.working.get(record.key)
  if (!edition && !working && record.kind === 'repair') return [reason('E_IMPORT_RECORD_UNKNOWN', { line })]
  const kind = working?.kind ?? (edition ? 'repair' : 'new')
  if (!outcomesFor(grounds.place, kind).includes(record.outcome)) {
    const code = kind === 'new' ? 'E_IMPORT_RECORD_OUTCOME_NEW' : 'E_IMPORT_RECORD_OUTCOME_KNOWN'
    return [reason(code, { line, found: record.outcome }, { field: 'outcome', value: record.outcome })]
  }
  const moved = facts.places.get(record.key)
  const settled = withCentreValues(instrument, edition, atStandingPlace(instrument, shape.doc, moved))
  const placed = placeOf(grounds, line, settled.record, [edition, edition ? (working?.doc ?? null) : null], moved)
  if ('code' in placed) return [placed]
  return {
    doc: placed.doc,
    village: placed.village,
    unknown: [...shape.unknown, ...Object.keys(record.unknown ?? {})],
    ignored: settled.ignored.map(conflictId),
    extra: {
      edited_at: record.edited_at,
      ...(shape.unknown.length || record.unknown ? { unknown: { ...shape.kept, ...record.unknown } } : {}),
    },
  }
}

/**
 * The village decides whether the package covers the record. A known record stays where the register or a relocation put it, a new
 * one is where the file says until it is moved. The package of a village that a record was moved out of still covers it.
 */
function placeOf(
  { place, scope, villages }: Grounds,
  line: number,
  doc: RecordDoc,
  known: (RecordDoc | null)[],
  moved: StandingPlace | undefined,
) {
  const { village: field, placeParts = [] } = place.module.instrument.summary
  const settled = [
    ...(moved?.former ?? []),
    ...known.flatMap((version) => (version ? [String(version.values[field])] : [])),
    ...(moved ? [moved.village] : []),
  ]
  const found = settled.length > 0 ? settled : [String(doc.values[field] ?? '')]
  try {
    const proposed = settled.length > 0 ? null : villages.village(found[0]!)
    const codes = proposed ? [proposed.code] : found
    const covered = codes.find((code) => scope.has(code))
    if (covered === undefined) {
      const expected = [...scope].map(([code, name]) => `${code} ${name}`).join(', ')
      return reason('E_IMPORT_RECORD_SCOPE', { line, found: codes[0]!, expected }, { field, value: codes[0] })
    }
    if (!proposed) return { village: codes.at(-1)!, doc }
    const values = { ...doc.values, [field]: proposed.code }
    placeParts.forEach((name, index) => setOrClear(values, name, proposed.bps?.[index]))
    return { village: proposed.code, doc: { ...doc, values } }
  } catch (error) {
    if (!(error instanceof VillageRefused)) throw error
    return reason('E_IMPORT_RECORD_VILLAGE', { line, reason: error.text }, { field, value: excerpt(found[0] ?? '', 40) })
  }
}

function setOrClear(values: Values, name: string, value: string | undefined): void {
  if (value === undefined) delete values[name]
  else values[name] = value
}

export function reason(code: ImportCode, params: ReasonParams, place: Omit<Reason, 'code' | 'text'> = {}): Reason {
  return { code, ...place, text: new ImportRefusal(code, params).text }
}

/** Why a line of a module is not taken whose period takes no imports now. */
export function closedReason(line: number, module: string, refusal: PeriodError): Reason {
  return reason('E_IMPORT_RECORD_PERIOD', { line, module, reason: refusal.text })
}

/** A line that the format itself rejects. */
export function formatReason({ code, params, text }: SiksError): Reason {
  const named = (name: string) => (typeof params[name] === 'string' ? { [name]: params[name] } : {})
  const { group, row, field } = { ...named('group'), ...named('row'), ...named('field') } as Record<string, string | undefined>
  const name = group && field?.startsWith(`${group}.`) ? field.slice(group.length + 1) : field
  return { code, ...(group ? { group } : {}), ...(row ? { key: row } : {}), ...(name ? { field: name } : {}), text }
}
