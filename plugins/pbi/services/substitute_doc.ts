import { v7 as uuid } from 'uuid'
import type { RegisterFamily, RegisterMember } from '#plugins/bdt/api'
import type { ChildRow, RecordDoc, Values } from '#core/plugin'
import { STATE_PAYS } from '../instrument/reasons.js'

const OTHER = 8
const NEW_PARTICIPANT = 4

/** The record of a person of the register who comes in for a participant; his card comes once BPJS has made one. */
export function substituteDoc(
  key: string,
  { person, family }: { person: RegisterMember; family: RegisterFamily },
  replaces: string,
  today: string,
): RecordDoc {
  return {
    key,
    values: answered<Values>({
      ...{ village_code: family.village, nama_sls: family.locality, alamat: family.address, nama_peserta: person.name },
      ...{ segmen_bpjs: STATE_PAYS, tanggal_verval: today, peserta_diganti: replaces },
      ...{ idbdt: family.idbdt, percentile: family.percentile },
    }),
    groups: {
      persons: [
        answered<ChildRow>({
          ...{ key: uuid(), id_art: person.id, nama: person.name, nik: person.nik, no_kk: person.card ?? family.card },
          ...{ hubkel: person.relation ?? OTHER, jns_kel: person.sex, tmp_lahir: person.birthPlace, tgl_lahir: person.birth },
          ...{ namagadis_ibukandung: person.mother, sta_keberadaan: NEW_PARTICIPANT },
        }),
      ],
    },
  }
}

/** An answer that is missing is absent. */
function answered<T extends object>(row: Record<string, string | number | null | undefined>): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined)) as T
}
