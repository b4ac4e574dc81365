import { DomainError } from '#domain/domain_error'
import { cleanIdentifier } from '#domain/identifier'
import { plainCell, withoutMisleading } from '#domain/plain_cell'
import { RegionCode } from '#domain/region_code'
import { ROLES } from '#kernel/roles'
import { CellKind, columnAmong, isEmptyIn, openTable, problemIn } from '#services/documents/table'
import { NATIONAL } from '#services/scope'
import type { Text } from '#verification/instrument'
import { AccountError } from './errors.js'
import type { TypedAccount } from './judge.js'
import { roleName } from './roles.js'

/** Each row costs the work of a password, and the answer with the passwords must not be late: a longer list comes in several files. */
export const MOST_ROWS = 200
const TOO_LONG: Text = {
  id: `Berkas berisi lebih dari ${MOST_ROWS} baris. Bagi menjadi beberapa berkas.`,
  en: `The file has more than ${MOST_ROWS} rows. Divide it into several files.`,
}
/** Columns of the file in their order; the first name is the one of the sample. */
export const COLUMNS: Readonly<Record<keyof TypedAccount, readonly string[]>> = {
  login: ['nama_pengguna', 'login', 'user', 'username'],
  name: ['nama', 'name', 'nama_lengkap'],
  role: ['peran', 'role'],
  region: ['wilayah', 'region', 'kode_wilayah'],
  phone: ['no_hp', 'nohp', 'telepon', 'phone'],
  email: ['email', 'surel'],
  position: ['jabatan', 'position'],
  nip: ['nip'],
}
/** In a list that has both, as the one this page gives out, `wilayah` is the name of the region. */
const SOUGHT: typeof COLUMNS = { ...COLUMNS, region: ['kode_wilayah', ...COLUMNS.region] }
const NEEDED = ['login', 'role', 'region'] as const
/** Numbers, which a spreadsheet is told to keep as text by an apostrophe. */
const DIGITS: ReadonlySet<keyof TypedAccount> = new Set(['phone', 'nip'])
/** How a box that must not stay empty says that there is nothing. */
const NOTHING = /^\s*[-\u2010-\u2015]\s*$/
/** A mobile number whose leading zero a spreadsheet took before it wrote the file. */
const WITHOUT_ZERO = /^8[0-9]{7,12}$/
const LOST: readonly string[] = ['E_IDENTIFIER_SCIENTIFIC', 'E_IDENTIFIER_NUMBER']
const FIELDS = Object.keys(COLUMNS) as (keyof TypedAccount)[]

/** Words under which a role may stand in the file, in whatever case, beside its own name. */
let wordsOfRoles: ReadonlyMap<string, string> | undefined
const roleWords = (): ReadonlyMap<string, string> =>
  (wordsOfRoles ??= new Map(
    [
      ...ROLES.flatMap((role) => ['id', 'en'].map((locale) => [roleName(role, locale), role])),
      ['Supervisor Kabupaten', 'supervisor_regency'],
      ['Supervisor Kota', 'supervisor_regency'],
      ['PFM', 'pfm_reviewer'],
    ].map(([word, role]) => [word!.toLowerCase(), role!]),
  ))

/** A row of the file as it was read. */
export interface ReadRow {
  /** Number as a spreadsheet shows it. */
  row: number
  typed: TypedAccount
  /** Why the row cannot be read as it stands. */
  problem: Text | null
}

export interface ReadUsers {
  rows: ReadRow[]
  /** Headings of columns that mean nothing here, so that nobody thinks they were taken. */
  ignored: string[]
}

/**
 * Reads a list of accounts from a CSV file or a workbook.
 *
 * @throws AccountError `E_USERS_FILE`; DocumentRefused for a file that is neither
 */
export async function readUsers(path: string): Promise<ReadUsers> {
  const table = await openTable(path)
  try {
    const at = Object.fromEntries(FIELDS.map((field) => [field, columnAmong(table.headers, SOUGHT[field])]))
    const missing = NEEDED.filter((field) => at[field]! < 0).map((field) => COLUMNS[field][0])
    if (missing.length > 0) {
      const [wanted, found] = [missing.map((name) => `"${name}"`).join(', '), table.headers.join(', ')]
      throw refused({
        id: `Kolom ${wanted} tidak ada. Yang ditemukan: ${found}.`,
        en: `There is no column ${wanted}. Found: ${found}.`,
      })
    }
    const rows: ReadRow[] = []
    for await (const line of table.rows) {
      if (isEmptyIn(line, Object.values(at))) continue
      const { row, cells, kinds } = line
      if (rows.length >= MOST_ROWS) throw refused(TOO_LONG)
      const kindOf = (field: keyof TypedAccount) => kinds?.[at[field]!] ?? CellKind.text
      const cell = (field: keyof TypedAccount) => {
        if (at[field]! < 0) return ''
        const text = NOTHING.test(cells[at[field]!]!) ? '' : cells[at[field]!]!
        return (DIGITS.has(field) ? plainCell(text) : withoutMisleading(text).trim()).slice(0, 150)
      }
      const typed = { ...readCells(cell), role: roleOf(cell('role')), region: regionOf(cell('region')) }
      rows.push({ row, typed, problem: problemIn(line, Object.values(at)) ?? spoiltBy(kindOf, cell) })
    }
    if (rows.length === 0)
      throw refused({
        id: 'Berkas tidak berisi satu baris pun di bawah judulnya.',
        en: 'The file has no rows below its headings.',
      })
    return { rows, ignored: table.headers.filter((header, index) => header !== '' && !Object.values(at).includes(index)) }
  } finally {
    await table.close()
  }
}

/** What a spreadsheet has made of a cell: a number without the zero of a telephone number or the last figures of a NIP, or a date. */
function spoiltBy(kindOf: (field: keyof TypedAccount) => number, cell: (field: keyof TypedAccount) => string): Text | null {
  const dated = FIELDS.find((field) => kindOf(field) === CellKind.date)
  if (dated) {
    return {
      id: `Kolom "${COLUMNS[dated][0]}" berisi tanggal, bukan teks. Jadikan kolomnya teks dan ketik ulang.`,
      en: `Column "${COLUMNS[dated][0]}" holds a date in place of a text. Make the column text and type it again.`,
    }
  }
  if (kindOf('phone') === CellKind.number || WITHOUT_ZERO.test(cell('phone'))) {
    return {
      id: 'No. HP tersimpan sebagai bilangan sehingga nol di depannya hilang. Jadikan kolomnya teks dan ketik ulang.',
      en: 'The mobile number is stored as a numeric value, so its leading zero is lost. Make the column text and type it again.',
    }
  }
  if (kindOf('nip') === CellKind.number) return ofField(NIP, new DomainError('E_IDENTIFIER_NUMBER').text)
  const phone = lostDigits(cell('phone'))
  if (phone) return ofField({ id: 'No. HP', en: 'Mobile phone' }, phone)
  const nip = lostDigits(cell('nip'))
  return nip && ofField(NIP, nip)
}

const NIP: Text = { id: 'NIP', en: 'NIP' }
const ofField = (field: Text, fault: Text): Text => ({ id: `${field.id}: ${fault.id}`, en: `${field.en}: ${fault.en}` })

/** Whether a text is what was left of a long number, as a sentence. */
function lostDigits(text: string): Text | null {
  try {
    cleanIdentifier(text, null)
  } catch (error) {
    if (error instanceof DomainError && LOST.includes(error.code)) return error.text
  }
  return null
}

function readCells(cell: (field: keyof TypedAccount) => string) {
  const [login, name, position] = [cell('login').toLowerCase(), cell('name'), cell('position')]
  return { login, name, position, nip: cell('nip'), phone: cell('phone'), email: cell('email') }
}

function roleOf(text: string): string {
  const known = text.toLowerCase().replace(/\s+/g, ' ')
  return ROLES.find((role) => role === known) ?? roleWords().get(known) ?? text
}

/** `3371` and `33.71` are the same; what a spreadsheet has made a number of, such as `33,71` or `33.7`, is left as it is and refused. */
function regionOf(text: string): string {
  if (text === NATIONAL || text === '0') return NATIONAL
  return RegionCode.tryParse(text)?.text ?? text
}

function refused(said: Text): AccountError {
  return new AccountError('E_USERS_FILE', said)
}
