import type { LoadFault, LoadHandler, LoadRow } from '#kernel/contributions'
import { BpsCode, RegionCode, type RegionLevel } from '#domain/region_code'
import { runByCommand } from '#services/loads/by_command'
import type { LoadKind } from '#services/loads/kind'
import { LIST, listKind } from '#services/loads/rows_kind'
import { query, type Actor, type Tx } from '#services/scope'
import { EditionError } from '#verification/editions/errors'
import type { Text } from '#verification/instrument'

export interface BpsMapping {
  /** Rows of the file. */
  read: number
  dry_run?: true
  /** Regions that have a BPS code now and had another or none before; not known in a dry run. */
  changed?: number
  /** Regions of the list that have a BPS code after this file; not known in a dry run. */
  mapped?: number
}

const NAMED = 5
const LEVELS: Record<RegionLevel, Text> = {
  province: { id: 'provinsi', en: 'a province' },
  regency: { id: 'kabupaten/kota', en: 'a regency' },
  district: { id: 'kecamatan', en: 'a district' },
  village: { id: 'desa/kelurahan', en: 'a village' },
}
const PAIRS = 'json_to_recordset(cast(? as json)) as p(row int, bps text, code text)'

/**
 * BPS codes for Kemendagri codes, of any level. The list is taken whole or not at all: a code that stands twice, that cannot be read, that
 * no region has or that is of another level than its pair leaves the old mapping in force.
 */
const bpsCodes: LoadHandler = {
  columns: [
    { name: 'kode_bps', label: { id: 'Kode BPS', en: 'BPS code' }, type: 'bps', required: true, aliases: ['bps_code', 'bps'] },
    {
      ...{ name: 'kode_kemendagri', label: { id: 'Kode Kemendagri', en: 'Kemendagri code' }, type: 'region', required: true },
      aliases: ['kode_wilayah', 'kode', 'code'],
    },
  ],
  keys: [['kode_bps'], ['kode_kemendagri']],
  whole: true,
  async check(_tx, rows) {
    return rows.flatMap(({ row, values }): LoadFault[] => {
      const [bps, code] = [BpsCode.parse(values.kode_bps).level, RegionCode.parse(values.kode_kemendagri).level]
      const reason = {
        id: `Kode BPS ini kode ${LEVELS[bps].id}, sedangkan kode Kemendagri di sebelahnya kode ${LEVELS[code].id}.`,
        en: `This BPS code is that of ${LEVELS[bps].en}, the Kemendagri code beside it that of ${LEVELS[code].en}.`,
      }
      return bps === code ? [] : [{ row, column: 'kode_bps', reason }]
    })
  },
  async apply(tx, rows) {
    const given = JSON.stringify(rows.map(pairOf))
    await query(tx, 'create temporary table if not exists bps_changed (code text) on commit drop')
    await query(tx, `update regions r set bps_code = null from ${PAIRS} where r.bps_code = p.bps and r.code <> p.code`, [given])
    await query(
      tx,
      `with changed as (update regions r set bps_code = p.bps from ${PAIRS}
         where r.code = p.code and r.bps_code is distinct from p.bps returning r.code)
       insert into bps_changed select code from changed`,
      [given],
    )
  },
  async finish(tx: Tx) {
    const [figures] = await query<{ changed: number; mapped: number }>(
      tx,
      'select (select count(*)::int from bps_changed) as changed, (select count(bps_code)::int from regions) as mapped',
    )
    return { ...figures! }
  },
}

/** The mapping as the desk loads it. */
export function bpsKind(): LoadKind {
  return listKind({
    ...{ id: 'core.bps', permission: 'core.editions', plugin: null, codeSystem: 'kemendagri' },
    title: { id: 'Pemetaan kode BPS', en: 'Mapping of BPS codes' },
    hint: {
      id: 'Kode BPS dan kode Kemendagri yang dipasangkan; dimuat utuh atau tidak sama sekali',
      en: 'BPS codes and the Kemendagri codes they stand for; taken whole or not at all',
    },
    load: async () => ({ default: bpsCodes }),
  })
}

/**
 * Takes the mapping from a file, by the same code as the desk; for a command, which speaks Indonesian.
 *
 * @throws EditionError `E_REGIONS_FILE`; DocumentRefused for a file that cannot be read
 */
export async function mapBpsCodes(path: string, options: { dryRun?: boolean; actor: Actor }): Promise<BpsMapping> {
  const { outcome, faults } = await runByCommand(bpsKind(), { files: { [LIST]: { path } }, options: {}, ...options })
  if (outcome.refusedWhole) {
    const more = faults.length > NAMED ? ` Dan ${faults.length - NAMED} lagi.` : ''
    const reasons = faults
      .slice(0, NAMED)
      .map(({ row, column, value, reason }) => `Baris ${row}, ${column} "${value}": ${reason.id}`)
    const told = `Pemetaan tidak dimuat; yang lama tetap berlaku. ${reasons.join(' ')}${more}`
    throw new EditionError('E_REGIONS_FILE', told)
  }
  const { changed, mapped } = outcome.figures
  return { read: outcome.read, ...(options.dryRun ? { dry_run: true } : { changed, mapped }) }
}

function pairOf({ row, values }: LoadRow) {
  return { row, bps: values.kode_bps, code: values.kode_kemendagri }
}
