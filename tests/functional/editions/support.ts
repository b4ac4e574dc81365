import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { registry } from '#kernel/registry'
import { SYSTEM } from '#services/scope'
import { loadEdition, prepareEdition, type LoadReport } from '#verification/editions/index'
import { scope, type Tx } from '#services/scope'

export type Cells = readonly (string | number)[]

/** Rows of the four files; a heading row first. Left out files hold their heading alone, where households are given; else they are left out. */
export interface Files {
  households?: readonly Cells[] | Buffer
  families?: readonly Cells[]
  members?: readonly Cells[] | Buffer
  businesses?: readonly Cells[]
}

const HEADINGS = {
  families: ['idbdt', 'nuk', 'nokk'],
  members: ['idbdt', 'idartbdt', 'nuk', 'nama', 'nik'],
  businesses: ['idbdt', 'idartbdt', 'lapangan_usaha'],
}

export const HOUSEHOLD = ['idbdt', 'village_code', 'nama_krt', 'alamat']
export const MEMBER = ['idbdt', 'idartbdt', 'nuk', 'nama', 'nik', 'tgl_lahir', 'jns_kel']
export const VILLAGE = '33.71.01.1003'

export const bdt = () => registry.module('bdt')

export interface Loaded {
  edition: string
  report: LoadReport
  /** A file of rejected rows as text, without its byte-order mark. */
  rejected: (group: string) => Promise<string>
}

/** Prepares an edition of its own for the regencies. */
export async function edition(...regencies: string[]): Promise<string> {
  const name = `Edisi ${uuid()}`
  const made = await prepareEdition({
    module: bdt(),
    name,
    decree: '8/HUK/2019',
    decreeDate: '2019-01-10',
    regencies,
    actor: SYSTEM,
  })
  return made.id
}

/** Writes the files as Indonesian Excel does and loads them. */
export async function load(
  editionId: string,
  files: Files,
  options: { codeSystem?: string; dryRun?: boolean; codeList?: string } = {},
): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'siks-load-'))
  try {
    const paths: Record<string, string> = {}
    for (const group of ['households', 'families', 'members', 'businesses'] as const) {
      if (!files[group] && !files.households) continue
      paths[group] = join(folder, `${group}.csv`)
      const rows = files[group] ?? [HEADINGS[group as keyof typeof HEADINGS]]
      await writeFile(paths[group], Buffer.isBuffer(rows) ? rows : csv(rows))
    }
    const report = await loadEdition({
      ...{ module: bdt(), editionId, files: paths, codeSystem: options.codeSystem ?? 'kemendagri', actor: SYSTEM },
      ...(options.dryRun ? { dryRun: true } : {}),
      ...(options.codeList ? { codeList: options.codeList } : {}),
    })
    const texts = new Map<string, string>()
    for (const [group, file] of Object.entries(report.files)) {
      if (file.rejected_file) texts.set(group, (await readFile(file.rejected_file, 'utf8')).replace(/^\uFEFF/, ''))
    }
    return { edition: editionId, report, rejected: async (group) => texts.get(group) ?? '' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function csv(rows: readonly Cells[]): string {
  return rows.map((row) => row.map((cell) => quoted(String(cell))).join(';')).join('\r\n') + '\r\n'
}

function quoted(cell: string): string {
  return /[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Rows of a table of the edition as stored, in the order of their keys. */
export function stored(table: string, editionId: string, regency: string): Promise<Record<string, unknown>[]> {
  return scope.run(scope.of(regency, SYSTEM), async (tx: Tx) =>
    tx.trx.from(table).where('edition_id', editionId).where('regency_code', regency).orderBy('key'),
  )
}

/** One column of the stored rows by their keys. */
export async function column(table: string, name: string, editionId: string, regency: string): Promise<Record<string, unknown>> {
  return Object.fromEntries((await stored(table, editionId, regency)).map((row) => [row.key, row[name]]))
}

/** Reasons of the listed rejections as `row column: reason`. */
export function reasons({ report }: Loaded): string[] {
  return report.rejections.map(({ row, column: name, reason }) => `${row} ${name}: ${reason.id}`)
}
