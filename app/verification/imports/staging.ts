import { nameKey } from '#domain/name_key'
import { copyInto, copyLine } from '#services/database/copy'
import { query, type Tx } from '#services/scope'
import type { RecordDoc } from '../instrument.js'
import { isActive, rowsOf } from '../engine.js'
import type { Place } from '../store/index.js'
import type { CheckedRecord } from './files.js'
import { findSetProblems } from './set_problems.js'

const RECORDS = [
  ...[
    'line int',
    'module text',
    'period_id uuid',
    'key text',
    'rev int',
    'village_code text',
    'kind text',
    'outcome text',
    'status text',
  ],
  ...[
    'doc json',
    'merged json',
    'conflicts jsonb',
    'problems jsonb',
    'reasons jsonb',
    'effect jsonb',
    'extra json',
    'seen_version int',
    'survivor text',
  ],
]
const RECORD_NAMES = RECORDS.map((column) => column.split(' ')[0]!)

const PEOPLE = [
  ...['line int', 'module text', 'record_key text', 'key text', 'nik text', 'kk text', 'birth_date date'],
  ...['village_code text', 'name text', 'name_key text collate "C"'],
]
const PEOPLE_NAMES = PEOPLE.map((column) => column.split(' ')[0]!)

export interface Counts {
  read: number
  fresh: number
  changed: number
  same: number
  rejected: number
  conflicts: number
  problems: number
}

/**
 * Rows of one check on their way into `import_records`: COPY, which row security forbids on the table itself, into temporary
 * tables of the same transaction, then one INSERT … SELECT.
 */
export class Staging {
  private constructor(private readonly tx: Tx) {}

  static async open(tx: Tx): Promise<Staging> {
    await tx.trx.rawQuery(`create temporary table incoming_records (${RECORDS.join(', ')}) on commit drop`)
    await tx.trx.rawQuery(`create temporary table incoming_people (${PEOPLE.join(', ')}) on commit drop`)
    return new Staging(tx)
  }

  /** Takes the judged records of one batch. */
  async add(places: ReadonlyMap<string, Place>, records: readonly CheckedRecord[]): Promise<void> {
    const { trx } = this.tx
    await copyInto(trx, 'incoming_records', RECORD_NAMES, records.map(recordLine))
    const people = records.flatMap((record) => peopleLines(places.get(record.module), record))
    await copyInto(trx, 'incoming_people', PEOPLE_NAMES, people)
  }

  /** Finds what the rules of the whole register say of what was taken, as `incoming_set_problems`. */
  async judge(places: readonly Place[]): Promise<void> {
    await this.tx.trx.rawQuery('analyze incoming_records')
    await this.tx.trx.rawQuery('analyze incoming_people')
    await findSetProblems(this.tx, places)
  }

  /** Lets go of everything before the transaction ends, so that it can be opened again. */
  async close(): Promise<void> {
    await this.tx.trx.rawQuery('drop table incoming_records, incoming_people, incoming_set_problems')
  }

  /** Judges the file against the whole register, stores its rows and counts them. */
  async store(file: { id: string; regency: string; device: string }, places: readonly Place[]): Promise<Counts> {
    await this.judge(places)
    const ids = { file: file.id, regency: file.regency }
    await query(this.tx, 'delete from import_records where regency_code = :regency and import_file_id = :file', ids)
    await query(
      this.tx,
      `insert into import_records (regency_code, import_file_id, device, ${RECORD_NAMES.join(', ')}, set_problems, decided_as, decided_at)
       select :regency, :file, :device, ${RECORD_NAMES.map((name) => `i.${name}`).join(', ')}, coalesce(s.problems, '[]'),
         case when i.status = 'conflict' then 'pending' end, case when i.status = 'conflict' then cast(:now as timestamptz) end
       from incoming_records i left join incoming_set_problems s on s.line = i.line`,
      { ...ids, device: file.device, now: this.tx.now },
    )
    return countRecords(this.tx, file.regency, file.id)
  }
}

/** What the rows of a file come to; read = accepted + rejected + conflicts. */
export async function countRecords(tx: Tx, regency: string, fileId: string): Promise<Counts> {
  const [counts] = await query<Counts>(
    tx,
    `select count(*)::int as read, count(*) filter (where status = 'new')::int as fresh, count(*) filter (where status = 'changed')::int as changed,
       count(*) filter (where status = 'same')::int as same, count(*) filter (where status = 'rejected')::int as rejected,
       count(*) filter (where status = 'conflict')::int as conflicts,
       coalesce(sum(jsonb_array_length(problems) + jsonb_array_length(set_problems)), 0)::int as problems
     from import_records where regency_code = ? and import_file_id = ?`,
    [regency, fileId],
  )
  return counts!
}

function recordLine(record: CheckedRecord): string {
  return copyLine([
    ...[
      record.line,
      record.module,
      record.periodId,
      record.key,
      record.rev,
      record.village,
      record.kind,
      record.outcome,
      record.status,
    ],
    ...[json(record.doc), json(record.merged), json(record.conflicts), json(record.problems), json(record.reasons)],
    ...[json(record.effect), json(record.extra), record.seenVersion, record.survivor],
  ])
}

/** The active persons of a record as they will stand, for rules that look at the whole register. */
function peopleLines(place: Place | undefined, record: CheckedRecord): string[] {
  if (!place || record.status === 'rejected' || record.survivor !== null) return []
  const { instrument } = place.module
  const { people } = instrument.summary
  const doc = record.merged?.doc ?? (record.doc as RecordDoc)
  return rowsOf(doc, people.group)
    .filter((person) => isActive(instrument, person))
    .map((person) =>
      copyLine([
        ...[record.line, record.module, record.key, person.key, person[people.nik], person[people.kk], person[people.birthDate]],
        ...[record.village, person[people.name], nameKey(String(person[people.name] ?? ''))],
      ]),
    )
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
