import { query, regions, type LoadFault, type LoadHandler, type LoadRow, type Tx } from '#core/plugin'
import { text } from '../instrument/declare.js'

/**
 * The list of 27 December 2017, the reference for the aid of January 2018. It holds persons, so that each regency reads and downloads
 * only its own rows. Loaded again, the rows of a family are replaced. A family stands in one regency: one that is recorded in another
 * is not taken.
 */
const handler: LoadHandler = {
  columns: [
    {
      name: 'id_kpm',
      label: text('ID KPM', 'Beneficiary identifier'),
      type: 'text',
      length: 25,
      required: true,
      aliases: ['idkpm', 'id_pengurus'],
    },
    {
      ...{
        name: 'village_code',
        label: text('Kode desa/kelurahan', 'Village code'),
        type: 'region',
        level: 'village',
        required: true,
      },
      aliases: ['kode_desa', 'kode_kelurahan', 'kdgabungan4'],
    },
    {
      name: 'nama_pengurus',
      label: text('Nama pengurus', 'Name of the card holder'),
      type: 'text',
      length: 250,
      required: true,
      aliases: ['nama'],
    },
    { name: 'nik', label: text('NIK', 'NIK'), type: 'digits', length: 16, exact: true, aliases: ['nik_pengurus'] },
    {
      name: 'no_kk',
      label: text('Nomor KK', 'Family card number'),
      type: 'digits',
      length: 16,
      exact: true,
      aliases: ['nomor_kk', 'nokk'],
    },
    {
      name: 'no_kks',
      label: text('Nomor KKS', 'KKS card number'),
      type: 'digits',
      length: 20,
      aliases: ['nomor_kks', 'no_kartu'],
    },
    { name: 'alamat', label: text('Alamat', 'Address'), type: 'text', length: 512 },
    { name: 'jenis_bsp', label: text('Bentuk bantuan', 'Kind of aid'), type: 'text', length: 20, aliases: ['jenis'] },
  ],
  keys: [['id_kpm']],
  table: 'bsp_cutoff',
  onceOver: 'id_kpm',
  async check(tx, rows, { replaces = [] }) {
    const standing = await standingElsewhere(tx, rows, replaces)
    const names = await regions.names([...standing.values()])
    return [...standing].map(([row, code]): LoadFault => ({
      ...{ row, column: 'id_kpm' },
      reason: text(
        `ID KPM ini sudah tercatat di ${code} ${names[code] ?? ''}. Satu KPM hanya ada di satu kabupaten/kota: tarik kembali muatan yang keliru, atau ganti seluruh daftar kabupaten/kota itu tanpa KPM ini.`,
        `This family is recorded in ${code} ${names[code] ?? ''} already. A family stands in one regency: take the wrong load back, or replace the whole list of that regency without this family.`,
      ),
    }))
  },
  async apply(tx, rows, { id }) {
    await query(
      tx,
      `insert into bsp_cutoff (regency_code, id_kpm, village_code, nama_pengurus, nik, no_kk, no_kks, alamat, jenis_bsp, load_id)
       select d.parent, r.id_kpm, r.village_code, r.nama_pengurus, r.nik, r.no_kk, r.no_kks, r.alamat, r.jenis_bsp, :id
       from json_to_recordset(cast(:rows as json)) as r(id_kpm text, village_code text, nama_pengurus text, nik text, no_kk text, no_kks text,
         alamat text, jenis_bsp text)
       join regions v on v.code = r.village_code join regions d on d.code = v.parent
       on conflict (regency_code, id_kpm) do update set village_code = excluded.village_code, nama_pengurus = excluded.nama_pengurus,
         nik = excluded.nik, no_kk = excluded.no_kk, no_kks = excluded.no_kks, alamat = excluded.alamat, jenis_bsp = excluded.jenis_bsp,
         load_id = excluded.load_id`,
      { rows: JSON.stringify(rows.map(({ values }) => values)), id },
    )
  },
  async finish(tx, { id }) {
    const [row] = await query<{ kpm: number; regencies: number }>(
      tx,
      'select count(*)::int as kpm, count(distinct regency_code)::int as regencies from bsp_cutoff where load_id = cast(? as uuid)',
      [id],
    )
    return row!
  },
}

/** Rows whose family stands in another regency already, with its code. */
async function standingElsewhere(
  tx: Tx,
  rows: readonly LoadRow[],
  replaces: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  const given = rows.map(({ row, values }) => ({ row, id_kpm: values.id_kpm, village: values.village_code }))
  const found = await query<{ row: number; code: string }>(
    tx,
    `select r.row, min(c.regency_code) as code
     from json_to_recordset(cast(:given as json)) as r(row int, id_kpm text, village text)
     join regions v on v.code = r.village join regions d on d.code = v.parent
     join bsp_cutoff c on c.id_kpm = r.id_kpm and c.regency_code <> d.parent
     where c.regency_code <> all (:replaces) group by r.row order by r.row`,
    { given: JSON.stringify(given), replaces: [...replaces] },
  )
  return new Map(found.map(({ row, code }) => [row, code]))
}

export default handler
