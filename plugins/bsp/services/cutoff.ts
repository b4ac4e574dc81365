import { query, scope, type Scope, type Tx } from '#core/plugin'

const NAMES = ['id_kpm', 'village_code', 'nama_pengurus', 'nik', 'no_kk', 'no_kks', 'alamat', 'jenis_bsp'] as const
type Row = Record<(typeof NAMES)[number], string | null>

export const CUTOFF_COLUMNS = NAMES.map((name) => ({ header: name, type: 'text' as const }))

const STEP = 2000

export async function hasCutoff(tx: Tx, regency: string): Promise<boolean> {
  const rows = await query(tx, 'select 1 from bsp_cutoff where regency_code = ? limit 1', [regency])
  return rows.length > 0
}

/** Every row of the regency by village, read step by step in transactions of their own. */
export async function* cutoffRows(of: Scope, regency: string): AsyncGenerator<(string | null)[]> {
  let last: { village: string; id: string } = { village: '', id: '' }
  for (;;) {
    const { village, id } = last
    const rows = await scope.run(of, (tx) =>
      query<Row>(
        tx,
        `select ${NAMES.join(', ')} from bsp_cutoff where regency_code = ? and (village_code, id_kpm) > (?, ?)
         order by village_code, id_kpm limit ${STEP}`,
        [regency, village, id],
      ),
    )
    for (const row of rows) yield NAMES.map((name) => row[name])
    const end = rows.at(-1)
    if (rows.length < STEP || !end) return
    last = { village: end.village_code ?? '', id: end.id_kpm ?? '' }
  }
}
