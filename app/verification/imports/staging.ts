import { nameKey } from '#domain/name_key'
import { copyLine, copyMade, copyText } from '#services/database/copy'
import type { Tx } from '#services/scope'
import type { RecordDoc } from '../instrument.js'
import { isActive, rowsOf } from '../engine.js'
import { cardOfPerson } from '../family_card.js'
import type { Place } from '../store/index.js'
import { recordNumbers } from '../store/set_kinds.js'
import type { CheckedRecord } from './files.js'
import { findSetProblems } from './set_problems.js'

/** What is judged of a record: `outcome` is the one it will have once merged, `problems` are those it shows by itself. */
const RECORDS = [
  ...['line int', 'module text', 'key text', 'village_code text', 'kind text', 'outcome text', 'status text', 'problems jsonb'],
]
const PEOPLE = [
  ...[
    'line int',
    'module text',
    'record_key text',
    'key text',
    'nik text',
    'kk text',
    'card text',
    'account text',
    'birth_date date',
  ],
  ...['village_code text', 'name text', 'name_key text collate "C"'],
]
const namesOf = (columns: readonly string[]) => columns.map((column) => column.split(' ')[0]!)

interface Staged {
  records: Buffer[]
  people: Buffer[]
}

/** Records and their persons in temporary tables, to be judged by the rules of the whole register. */
export class Staging {
  private constructor(private readonly tx: Tx) {}

  static async open(tx: Tx): Promise<Staging> {
    await tx.trx.rawQuery(`create temporary table incoming_records (${RECORDS.join(', ')}) on commit drop`)
    await tx.trx.rawQuery(`create temporary table incoming_people (${PEOPLE.join(', ')}) on commit drop`)
    return new Staging(tx)
  }

  /** Records and their persons as they are sent: made while the database is busy with others. */
  static made(places: ReadonlyMap<string, Place>, records: readonly CheckedRecord[]): Staged {
    const people = records.flatMap((record) => peopleLines(places.get(record.module), record))
    return { records: copyText(records.map(recordLine)), people: copyText(people) }
  }

  /** Stores what `made` has made. */
  async add({ records, people }: Staged): Promise<void> {
    await copyMade(this.tx.trx, 'incoming_records', namesOf(RECORDS), records)
    await copyMade(this.tx.trx, 'incoming_people', namesOf(PEOPLE), people)
  }

  /** Finds what the rules of the whole register say of what was taken, as `incoming_set_problems`. */
  async judge(places: readonly Place[]): Promise<void> {
    // A sample of 3,000 rows tells the planner as much of these tables as the usual 30,000 do.
    await this.tx.trx.rawQuery('set local default_statistics_target = 10')
    await this.tx.trx.rawQuery('analyze incoming_records')
    await this.tx.trx.rawQuery('analyze incoming_people')
    await findSetProblems(this.tx, places)
  }

  /** Lets go of everything before the transaction ends, so that it can be opened again. */
  async close(): Promise<void> {
    await this.tx.trx.rawQuery('drop table incoming_records, incoming_people, incoming_set_problems')
  }
}

function recordLine({ line, module, key, village, kind, outcome, status, merged, problems }: CheckedRecord): string {
  return copyLine([line, module, key, village, kind, merged?.outcome ?? outcome, status, JSON.stringify(problems)])
}

/** The active persons of a record as they will stand, for rules that look at the whole register. */
function peopleLines(place: Place | undefined, record: CheckedRecord): string[] {
  if (!place || record.status === 'rejected' || record.survivor !== null) return []
  const { instrument } = place.module
  const { people } = instrument.summary
  const { card, account } = recordNumbers(place.module)
  const doc = record.merged?.doc ?? (record.doc as RecordDoc)
  return rowsOf(doc, people.group)
    .filter((person) => isActive(instrument, person))
    .map((person) =>
      copyLine([
        ...[record.line, record.module, record.key, person.key, person[people.nik], cardOfPerson(instrument, doc, person)],
        ...[card && doc.values[card], account && doc.values[account], person[people.birthDate]],
        ...[record.village, person[people.name], nameKey(String(person[people.name] ?? ''))],
      ]),
    )
}
