import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { RegionCode } from '#domain/region_code'
import { isCalendarDate } from '#domain/calendar_date'
import { withoutMisleading } from '#domain/plain_cell'
import { openCsv } from '#services/documents/csv_reader'
import { problemIn } from '#services/documents/table'
import { EditionError } from '#verification/editions/errors'

export interface ListedRegion {
  code: string
  level: 1 | 2 | 3 | 4
  parent: string | null
  name: string
}

export interface ListedAlias {
  oldCode: string
  newCode: string
  validFrom: string
  decree: string
}

export interface RegionList {
  regions: ListedRegion[]
  /** Former codes, where the folder has a list of them. */
  aliases: ListedAlias[]
}

const LEVELS = [
  { level: 1, file: 'provinces.csv', parent: null },
  { level: 2, file: 'regencies.csv', parent: 'province_code' },
  { level: 3, file: 'districts.csv', parent: 'regency_code' },
  { level: 4, file: 'villages.csv', parent: 'district_code' },
] as const
const ALIASES = 'aliases.csv'
const NAMED = 5

/** Folder of the list that comes with the product: npm `idn-area-data`, Kemendagri codes. */
export function ownRegionFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json')), 'data')
}

/**
 * Reads a list of all regions from four CSV files (`provinces`, `regencies`, `districts`, `villages`) and, where there is one,
 * `aliases.csv` (old_code, new_code, valid_from, decree). The list is whole or refused: a code that stands twice, that no Kemendagri
 * code looks like, or whose parent is absent is named with file and row.
 *
 * @throws EditionError `E_REGIONS_FILE`; DocumentRefused for a file that is no CSV; the error of the file system for an absent one
 */
export async function readRegionList(folder: string): Promise<RegionList> {
  const faults: string[] = []
  const regions = new Map<string, ListedRegion>()
  const rowOf = new Map<string, string>()
  const take = (key: string, where: string) => {
    const first = rowOf.get(key)
    if (first !== undefined) faults.push(`${where}: kode ${key} sudah ada pada ${first}.`)
    else rowOf.set(key, where)
    return first === undefined
  }
  for (const { level, file, parent: column } of LEVELS) {
    for await (const { where, cells } of rowsOf(folder, file, ['code', 'name', ...(column ? [column] : [])], faults)) {
      const { code = '', name = '' } = cells
      const parsed = RegionCode.tryParse(code)
      if (parsed?.text !== code || levelOf(code) !== level)
        faults.push(`${where}: "${code}" bukan kode wilayah tingkat ${level}.`)
      else if (name === '') faults.push(`${where}: wilayah ${code} tidak bernama.`)
      else if (take(code, where)) {
        const parent = column ? (cells[column] ?? '') : null
        if (parent !== null && regions.get(parent)?.level !== level - 1)
          faults.push(`${where}: induk "${parent}" dari ${code} tidak ada.`)
        else regions.set(code, { code, level, parent, name })
      }
    }
  }
  const aliases: ListedAlias[] = []
  if (existsSync(join(folder, ALIASES))) {
    for await (const { where, cells } of rowsOf(folder, ALIASES, ['old_code', 'new_code', 'valid_from', 'decree'], faults)) {
      const { old_code: oldCode = '', new_code: newCode = '', valid_from: validFrom = '', decree = '' } = cells
      if (regions.has(oldCode)) faults.push(`${where}: kode lama ${oldCode} masih ada dalam daftar.`)
      else if (!regions.has(newCode)) faults.push(`${where}: kode baru "${newCode}" tidak ada dalam daftar.`)
      else if (RegionCode.tryParse(oldCode)?.text !== oldCode || levelOf(oldCode) !== levelOf(newCode))
        faults.push(`${where}: kode lama "${oldCode}" bukan kode wilayah setingkat ${newCode}.`)
      else if (!isCalendarDate(validFrom)) faults.push(`${where}: "${validFrom}" bukan tanggal TTTT-BB-HH.`)
      else if (take(`lama ${oldCode}`, where)) aliases.push({ oldCode, newCode, validFrom, decree })
    }
  }
  if (faults.length > 0) refuse(faults)
  return { regions: [...regions.values()], aliases }
}

function levelOf(code: string): number {
  return code.split('.').length
}

async function* rowsOf(folder: string, file: string, columns: readonly string[], faults: string[]) {
  const table = await openCsv(join(folder, file))
  try {
    const missing = columns.filter((column) => !table.headers.includes(column))
    if (missing.length > 0) refuse([`${file}: kolom ${missing.map((name) => `"${name}"`).join(', ')} tidak ada.`])
    const places = columns.map((name) => [name, table.headers.indexOf(name)] as const)
    const read = places.map(([, at]) => at)
    for await (const line of table.rows) {
      const where = `${file} baris ${line.row}`
      const problem = problemIn(line, read)
      if (problem) faults.push(`${where}: ${problem.id}`)
      else
        yield { where, cells: Object.fromEntries(places.map(([name, at]) => [name, withoutMisleading(line.cells[at]!).trim()])) }
    }
  } finally {
    await table.close()
  }
}

/** Only commands read the list, which speak Indonesian. */
function refuse(faults: readonly string[]): never {
  const more = faults.length > NAMED ? ` Dan ${faults.length - NAMED} lagi.` : ''
  const told = `Daftar wilayah tidak dimuat; yang lama tetap berlaku. ${faults.slice(0, NAMED).join(' ')}${more}`
  throw new EditionError('E_REGIONS_FILE', told)
}
