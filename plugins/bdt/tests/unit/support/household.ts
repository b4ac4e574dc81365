import type { ChildRow, Problem, RecordDoc, RuleContext } from '#core/plugin'
import { rules } from '../../../rules/index.js'
import { form } from '../../../rules/support.js'

export const TODAY = '2026-11-25'

/** A man born 1978-04-12, head of the household; every answer in order. */
function head(): ChildRow {
  return {
    ...{ key: 'm1', family_key: 'f1', idartbdt: '337101100300000101', nama: 'UJI KEPALA', nik: '3201011204789902' },
    ...{
      no_kk: '3201010101189901',
      hub_krt: 1,
      nuk: 1,
      hubkel: 1,
      jns_kel: 1,
      umur: 48,
      tmp_lahir: 'MAGELANG',
      tgl_lahir: '1978-04-12',
    },
    ...{ sta_kawin: 2, ada_akta_nikah: 1, ada_di_kk: 1, ada_kartu_identitas: 5, jenis_cacat: 0, penyakit_kronis: 0 },
    ...{ partisipasi_sekolah: 2, pendidikan_tertinggi: 7, kelas_tertinggi: 8, ijazah_tertinggi: 3, sta_bekerja: 1 },
    ...{ jumlah_jamkerja: 40, lapangan_usaha: 12, status_pekerjaan: 1, sta_keberadaan_art: 1 },
    ...{ ada_kks: 2, ada_pbi: 2, ada_kip: 2, ada_pkh: 2, ada_rastra: 2 },
  }
}

/** A woman born 1985-07-05, his wife. */
function wife(): ChildRow {
  return {
    ...{
      ...head(),
      key: 'm2',
      idartbdt: '337101100300000102',
      nama: 'UJI ISTRI',
      nik: '3201014507859901',
      hub_krt: 2,
      hubkel: 2,
    },
    ...{ jns_kel: 2, umur: 41, tgl_lahir: '1985-07-05', sta_hamil: 2, lapangan_usaha: 12, status_pekerjaan: 8 },
  }
}

/** A girl of 12, still at primary school. */
function daughter(): ChildRow {
  const row: ChildRow = {
    ...{ ...head(), key: 'm3', idartbdt: '337101100300000103', nama: 'UJI ANAK', nik: '3201014403149920', hub_krt: 3, hubkel: 3 },
    ...{ jns_kel: 2, umur: 12, tgl_lahir: '2014-03-04', sta_kawin: 1, partisipasi_sekolah: 1, pendidikan_tertinggi: 1 },
    ...{ kelas_tertinggi: 6, ijazah_tertinggi: 0, sta_bekerja: 2, ada_kartu_identitas: 1 },
  }
  for (const name of ['ada_akta_nikah', 'jumlah_jamkerja', 'lapangan_usaha', 'status_pekerjaan']) delete row[name]
  return row
}

const HOUSING = {
  ...{
    sta_bangunan: 1,
    sta_lahan: 1,
    luas_lantai: 36,
    lantai: 6,
    dinding: 1,
    kondisi_dinding: 1,
    atap: 4,
    kondisi_atap: 1,
    jumlah_kamar: 2,
  },
  ...{
    sumber_airminum: 3,
    nomor_meter_air: '00123',
    cara_peroleh_airminum: 2,
    sumber_penerangan: 1,
    daya: 1,
    nomor_pln: '512345678901',
  },
  ...{ bb_masak: 3, fasbab: 1, kloset: 1, buang_tinja: 1 },
}

const PROPERTY = {
  ...{
    ada_tabung_gas: 2,
    ada_lemari_es: 4,
    ada_ac: 2,
    ada_pemanas: 4,
    ada_telepon: 2,
    ada_tv: 3,
    ada_emas: 2,
    ada_laptop: 4,
    ada_sepeda: 1,
  },
  ...{ ada_motor: 3, ada_mobil: 2, ada_perahu: 4, ada_motor_tempel: 2, ada_perahu_motor: 4, ada_kapal: 2, aset_tak_bergerak: 2 },
  ...{ rumah_lain: 4, jumlah_sapi: 0, jumlah_kerbau: 0, jumlah_kuda: 0, jumlah_babi: 0, jumlah_kambing: 2, sta_art_usaha: 1 },
  ...{
    sta_kks: 2,
    sta_kip: 4,
    sta_kis: 2,
    sta_bpjs_mandiri: 4,
    sta_jamsostek: 2,
    sta_asuransi: 4,
    sta_pkh: 2,
    sta_rastra: 4,
    sta_kur: 2,
  },
}

/** A household of one family and three members without a single problem; `change` spoils it. */
export function household(change: (doc: RecordDoc) => void = () => undefined): RecordDoc {
  const doc: RecordDoc = {
    key: '3371011003000001',
    values: {
      ...{
        idbdt: '3371011003000001',
        village_code: '33.71.01.1003',
        alamat: 'RT 01/RW 02',
        nama_krt: 'UJI KEPALA',
        percentile: 12,
      },
      ...{
        jumlah_art: 3,
        jumlah_keluarga: 1,
        tanggal_verivali: '2026-11-10',
        tanggal_pemeriksaan: '2026-11-12',
        hasil_verivali: 1,
      },
      ...HOUSING,
      ...PROPERTY,
    },
    groups: {
      families: [{ key: 'f1', nuk: 1, nokk: '3201010101189901' }],
      members: [head(), wife(), daughter()],
      businesses: [
        {
          key: 'b1',
          member_key: 'm1',
          uraian_usaha: 'WARUNG',
          lapangan_usaha: 12,
          jumlah_pekerja: 1,
          lokasi_usaha: 1,
          omset_usaha: 2,
        },
      ],
    },
  }
  change(doc)
  return doc
}

/** The member of a key; a misspelt key fails the test. */
export function member(doc: RecordDoc, key: string): ChildRow {
  const found = doc.groups.members?.find((row) => row.key === key)
  if (!found) throw new Error(`no member ${key}`)
  return found
}

/** Problems of a household, `repaired` on 2026-11-25 unless told otherwise. */
export function problemsOf(doc: RecordDoc, context: Partial<RuleContext> = {}): Problem[] {
  return form.evaluate(rules, doc, { today: TODAY, outcome: 'repaired', kind: 'repair', ...context })
}
