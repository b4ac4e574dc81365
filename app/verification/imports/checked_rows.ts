import { copyLine, copyMade, copyText } from '#services/database/copy'
import { query, type Tx } from '#services/scope'
import type { CheckedRecord, ImportFile } from './files.js'

const COLUMNS = [
  ...['line int', 'module text', 'period_id uuid', 'key text', 'rev int', 'village_code text', 'kind text', 'outcome text'],
  ...[
    'status text',
    'doc json',
    'merged json',
    'conflicts jsonb',
    'problems jsonb',
    'reasons jsonb',
    'effect jsonb',
    'extra json',
  ],
  ...['seen_version int', 'survivor text'],
]
const NAMES = COLUMNS.map((column) => column.split(' ')[0]!)

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
 * The rows of one check in `import_records`. Every batch goes there by COPY, which row security forbids on the table itself, into a
 * temporary table of the same transaction.
 */
export class CheckedRows {
  private constructor(
    private readonly tx: Tx,
    private readonly file: Pick<ImportFile, 'id' | 'regency'>,
    private readonly device: string,
  ) {}

  /** Begins anew: rows of an earlier check of the file are gone. */
  static async open(tx: Tx, file: Pick<ImportFile, 'id' | 'regency'>, device: string): Promise<CheckedRows> {
    await query(tx, 'delete from import_records where regency_code = ? and import_file_id = ?', [file.regency, file.id])
    await query(tx, `create temporary table incoming_rows (${COLUMNS.join(', ')}) on commit drop`)
    return new CheckedRows(tx, file, device)
  }

  /** Rows as they are sent: made while the database is busy with others. */
  static made(records: readonly CheckedRecord[]): Buffer[] {
    return copyText(records.map(lineOf))
  }

  /** Stores what `made` has made. */
  async add(rows: readonly Buffer[]): Promise<void> {
    await copyMade(this.tx.trx, 'incoming_rows', NAMES, rows)
    await query(
      this.tx,
      `insert into import_records (regency_code, import_file_id, device, ${NAMES.join(', ')}, decided_as, decided_at)
       select :regency, :file, :device, ${NAMES.map((name) => `i.${name}`).join(', ')},
         case when i.status = 'conflict' then 'pending' end, case when i.status = 'conflict' then cast(:now as timestamptz) end
       from incoming_rows i`,
      { ...this.#ids(), device: this.device, now: this.tx.now },
    )
    await query(this.tx, 'truncate incoming_rows')
  }

  /** Adds what `incoming_set_problems` holds, and counts what the file came to. */
  async finish(): Promise<Counts> {
    await query(
      this.tx,
      `update import_records r set set_problems = s.problems from incoming_set_problems s
       where r.regency_code = :regency and r.import_file_id = :file and r.line = s.line`,
      this.#ids(),
    )
    return countRecords(this.tx, this.file.regency, this.file.id)
  }

  #ids() {
    return { regency: this.file.regency, file: this.file.id }
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

function lineOf(record: CheckedRecord): string {
  const { line, module, periodId, key, rev, village, kind, outcome, status, seenVersion, survivor } = record
  return copyLine([
    ...[line, module, periodId, key, rev, village, kind, outcome, status],
    ...[json(record.doc), json(record.merged), json(record.conflicts), json(record.problems), json(record.reasons)],
    ...[json(record.effect), json(record.extra), seenVersion, survivor],
  ])
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
