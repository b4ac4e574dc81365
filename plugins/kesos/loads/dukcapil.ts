import { query, type LoadHandler } from '#core/plugin'

/** Answers of the civil registry about the NIKs of regencies; of several about one NIK the latest counts. */
const handler: LoadHandler = {
  columns: [
    {
      name: 'kode_kab',
      label: { id: 'Kode kabupaten/kota', en: 'Regency code' },
      type: 'region',
      level: 'regency',
      required: true,
    },
    { name: 'nik', label: { id: 'NIK', en: 'NIK' }, type: 'digits', length: 16, exact: true, required: true },
    {
      name: 'hasil',
      label: {
        id: 'Hasil padan (1 padan, 2 tidak padan, 3 padan dengan perbedaan)',
        en: 'Result (1 matched, 2 not, 3 with differences)',
      },
      ...{ type: 'int', min: 1, max: 3, required: true },
    },
    {
      name: 'dokumen',
      label: {
        id: 'Pemeriksaan dokumen (1 sesuai dokumen, 2 tidak sesuai dokumen)',
        en: 'Document check (1 agrees with the document, 2 does not)',
      },
      ...{ type: 'int', min: 1, max: 2, aliases: ['cek_dokumen', 'pemeriksaan_dokumen'] },
    },
    { name: 'tanggal', label: { id: 'Tanggal padan', en: 'Date of the match' }, type: 'date', required: true },
  ],
  keys: [['kode_kab', 'nik']],

  table: 'kesos_dukcapil',

  async apply(tx, rows, { id }) {
    await query(
      tx,
      `insert into kesos_dukcapil (regency_code, nik, result, document, checked_on, load_id)
       select kode_kab, nik, cast(hasil as smallint), cast(dokumen as smallint), cast(tanggal as date), :id
       from json_to_recordset(cast(:rows as json)) as given(kode_kab text, nik text, hasil text, dokumen text, tanggal text)
       on conflict (regency_code, nik) do update set result = excluded.result, document = excluded.document, checked_on = excluded.checked_on,
           load_id = excluded.load_id
         where kesos_dukcapil.checked_on <= excluded.checked_on`,
      { rows: JSON.stringify(rows.map(({ values }) => values)), id },
    )
  },
  async finish(tx, { id }, taken) {
    const [row] = await query<{ answers: number }>(
      tx,
      'select count(*)::int as answers from kesos_dukcapil where load_id = cast(? as uuid)',
      [id],
    )
    const { answers } = row!
    return { answers, older: taken - answers }
  },
}

export default handler
