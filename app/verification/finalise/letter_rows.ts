import { query, type Tx } from '#services/scope'
import type { Place } from '#verification/store/index'

/** One letter of the register of letters; a void one keeps its number. */
export interface LetterRow {
  id: string
  number: string
  serial: number
  year: number
  date: string
  code: string
  state: 'in_force' | 'void'
  periodId: string
  fileId: string
  sha256: string
  sealRoot: string
  scanFileId: string | null
  scanSha256: string | null
  scanQr: 'read' | 'unreadable' | null
  scannedAt: Date | null
  voidReason: string | null
  voidedAt: Date | null
  createdAt: Date
  periodName: string
}

const SELECT = `select l.id, l.number, l.serial, l.year, l.letter_date as date, l.code, l.state, l.period_id as "periodId", l.file_id as "fileId",
    l.sha256, l.seal_root as "sealRoot", l.scan_file_id as "scanFileId", l.scan_sha256 as "scanSha256", l.scan_qr as "scanQr",
    l.scanned_at as "scannedAt", l.void_reason as "voidReason", l.voided_at as "voidedAt", l.created_at as "createdAt", p.name as "periodName"
  from letters l join periods p on p.id = l.period_id`

/** The letter with this id in one regency. */
export async function letterById(tx: Tx, regency: string, id: string): Promise<LetterRow | null> {
  const [row] = await query<LetterRow>(tx, `${SELECT} where l.regency_code = ? and l.id::text = ?`, [regency, id])
  return row ?? null
}

/** The letter whose QR carries this code, among those of the regency. */
export async function letterByCode(tx: Tx, regency: string, code: string): Promise<LetterRow | null> {
  const [row] = await query<LetterRow>(tx, `${SELECT} where l.regency_code = ? and l.code = ?`, [regency, code.toUpperCase()])
  return row ?? null
}

/** Every letter of a module in a regency, newest first; the register of letters. */
export function lettersOf(tx: Tx, { module, regency }: Pick<Place, 'module' | 'regency'>): Promise<LetterRow[]> {
  return query<LetterRow>(tx, `${SELECT} where l.regency_code = ? and l.module = ? order by l.created_at desc`, [
    regency,
    module.name,
  ])
}
