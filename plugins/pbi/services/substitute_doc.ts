import { v7 as uuid } from 'uuid'
import type { RegisterFamily, RegisterMember } from '#plugins/bdt/api'
import type { ChildRow, RecordDoc, Values } from '#core/plugin'
import { STATE_PAYS } from '../instrument/reasons.js'

const OTHER = 8
const PRESENT = 1
const NEW_PARTICIPANT = 4

interface Found {
  person: RegisterMember
  family: RegisterFamily
}

/** A person of the register as a record of the list. */
export function personDoc(key: string, { person, family }: Found): RecordDoc {
  return {
    key,
    values: answered<Values>({
      ...{ village_code: family.village, nama_sls: family.locality, alamat: family.address, nama_peserta: person.name },
      ...{ segmen_bpjs: STATE_PAYS, idbdt: family.idbdt, percentile: family.percentile },
    }),
    groups: {
      persons: [
        answered<ChildRow>({
          ...{ key: person.key, id_art: person.id, nama: person.name, nik: person.nik, no_kk: person.card ?? family.card },
          ...{ hubkel: person.relation ?? OTHER, jns_kel: person.sex, tmp_lahir: person.birthPlace, tgl_lahir: person.birth },
          ...{ namagadis_ibukandung: person.mother, sta_keberadaan: PRESENT },
        }),
      ],
    },
  }
}

/** The record of a person of the register who comes in for a participant; his card comes once BPJS has made one. */
export function substituteDoc(key: string, found: Found, replaces: string, today: string): RecordDoc {
  const doc = personDoc(key, found)
  Object.assign(doc.values, { tanggal_verval: today, peserta_diganti: replaces })
  Object.assign(doc.groups.persons![0]!, { key: uuid(), sta_keberadaan: NEW_PARTICIPANT })
  return doc
}

/** An answer that is missing is absent. */
function answered<T extends object>(row: Record<string, string | number | null | undefined>): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined)) as T
}
