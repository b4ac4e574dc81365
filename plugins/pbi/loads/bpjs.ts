import { nameKey } from '#core/domain'
import { query, records, regions, type LoadFault, type LoadHandler, type Tx } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { CARD_DIGITS, MEMBERSHIPS, SEGMENTS } from '../instrument/reasons.js'
import { forgetMatches, hasBpjs } from '../services/match.js'
import { matchAll } from '../services/matching.js'

const isCode = (list: readonly { code: number }[], value: string | null) => list.some(({ code }) => String(code) === value)
const unknown = (id: string, en: string, list: readonly { code: number }[]) => {
  const among = list.map(({ code }) => code).join(', ')
  return text(`${id} tidak dikenal. Pilihan yang sah: ${among}.`, `No known ${en}. Valid are: ${among}.`)
}

/**
 * What BPJS Kesehatan holds of its members. Persons, so that each regency meets only its own rows. Loaded again, the rows of a card are
 * replaced; then every list that is still at work in the regencies of the file is compared anew, regency by regency in one statement.
 */
const handler: LoadHandler = {
  columns: [
    regions.regencyColumn,
    {
      ...{
        name: 'no_bpjs',
        label: text('Nomor kartu BPJS', 'BPJS card number'),
        type: 'digits',
        length: CARD_DIGITS,
        required: true,
      },
      aliases: ['noka', 'noka_bpjs', 'psnoka_bpjs', 'nomor_kartu', 'no_kartu'],
    },
    { name: 'nik', label: text('NIK', 'NIK'), type: 'digits', length: 16, exact: true },
    { name: 'nama', label: text('Nama', 'Name'), type: 'text', length: 250, required: true, aliases: ['nama_peserta'] },
    { name: 'tgl_lahir', label: text('Tanggal lahir', 'Date of birth'), type: 'date', aliases: ['tanggal_lahir', 'tgllhr'] },
    {
      ...{
        name: 'segmen',
        label: text('Segmen (1 PBI APBN, 2 PBI APBD, 3 PPU, 4 PBPU, 5 BP)', 'Segment'),
        type: 'int',
        required: true,
      },
      aliases: ['segmen_bpjs', 'kode_segmen'],
    },
    {
      ...{ name: 'status', label: text('Status (1 aktif, 2 nonaktif, 3 meninggal)', 'State'), type: 'int', required: true },
      aliases: ['status_peserta', 'sta_kepesertaan'],
    },
  ],
  keys: [['no_bpjs']],
  table: 'pbi_bpjs',
  basis: true,
  async check(_tx, rows) {
    return rows.flatMap(({ row, values }): LoadFault[] => {
      const fault = (column: string, reason: LoadFault['reason']): LoadFault[] => [{ row, column, reason }]
      if (values.no_bpjs?.length !== CARD_DIGITS)
        return fault(
          'no_bpjs',
          text(
            `Nomor kartu BPJS harus ${CARD_DIGITS} angka. Bila nol di depannya hilang, jadikan kolomnya teks dan ketik ulang.`,
            `A BPJS card number must have ${CARD_DIGITS} digits. If its leading zero is lost, make the column text and type it again.`,
          ),
        )
      if (!isCode(SEGMENTS, values.segmen ?? null)) return fault('segmen', unknown('Segmen', 'segment', SEGMENTS))
      if (!isCode(MEMBERSHIPS, values.status ?? null)) {
        return fault('status', unknown('Status', 'state', MEMBERSHIPS))
      }
      return []
    })
  },
  async apply(tx, rows, { id }) {
    const given = rows.map(({ values }) => ({ ...values, name_key: nameKey(values.nama ?? '') }))
    await query(
      tx,
      `insert into pbi_bpjs (regency_code, no_bpjs, nik, nama, name_key, tgl_lahir, segmen, status, load_id)
       select regency, no_bpjs, nik, nama, name_key, tgl_lahir, segmen, status, :id
       from json_to_recordset(cast(:rows as json)) as r(regency text, no_bpjs text, nik text, nama text, name_key text, tgl_lahir date, segmen smallint, status smallint)
       on conflict (regency_code, no_bpjs) do update set nik = excluded.nik, nama = excluded.nama, name_key = excluded.name_key,
         tgl_lahir = excluded.tgl_lahir, segmen = excluded.segmen, status = excluded.status, load_id = excluded.load_id`,
      { rows: JSON.stringify(given), id },
    )
  },
  async finish(tx, { id }) {
    const regencies = await query<{ regency: string; rows: number }>(
      tx,
      'select regency_code as regency, count(*)::int as rows from pbi_bpjs where load_id = cast(? as uuid) group by 1 order by 1',
      [id],
    )
    const figures = { rows: 0, regencies: regencies.length, matched: 0, unmatched: 0, flagged: 0 }
    for (const { regency, rows } of regencies) {
      figures.rows += rows
      const counts = await matchOpen(tx, regency)
      if (!counts) continue
      figures.matched += counts.verdicts.matched
      figures.unmatched += counts.persons - counts.verdicts.matched
      figures.flagged += counts.flags.dead + counts.flags.inactive + counts.flags.paid
    }
    return figures
  },
  async takenBack(tx, _context, regencies) {
    for (const regency of regencies) await matchOpen(tx, regency)
  },
}

/** Compares the newest list of a regency while it is still at work; a sealed one keeps what it was compared with. */
async function matchOpen(tx: Tx, regency: string) {
  const found = await records.period(tx, 'pbi', regency)
  if (found?.period.finalisation.state !== 'open') return null
  if (await hasBpjs(tx, regency)) return matchAll(tx, found.place)
  await forgetMatches(tx, found.place)
  return null
}

export default handler
