import type { RegisterFamily } from '#plugins/bdt/api'
import type { ChildRow, RecordDoc, Values } from '#core/plugin'
import { holderOf } from './candidates.js'

/** A family of the register as a record of the list. */
export function familyDoc(key: string, family: RegisterFamily, today: string): RecordDoc {
  const holder = holderOf(family, today)
  const head = family.members.find(({ relation }) => relation === 1)
  const members = family.members.map((member) =>
    answered<ChildRow>({
      ...{ key: member.key, id_art: member.id, nama: member.name, nik: member.nik, no_kk: member.card ?? family.card },
      ...{ pengurus: member.key === holder?.key ? 1 : 2, hubkel: member.relation, jns_kel: member.sex },
      ...{ tmp_lahir: member.birthPlace, tgl_lahir: member.birth, namagadis_ibukandung: member.mother, sta_keberadaan: 1 },
    }),
  )
  return {
    key,
    values: answered<Values>({
      ...{ village_code: family.village, nama_sls: family.locality, alamat: family.address },
      ...{ nama_pengurus: holder?.name, nama_kepala_keluarga: head?.name ?? family.head, sta_pkh: 2 },
      ...{ idbdt: family.idbdt, kunci_keluarga: family.key, percentile: family.percentile },
    }),
    groups: { members: members.sort((a, b) => (a.key < b.key ? -1 : 1)) },
  }
}

/** The record of a family that comes onto the list, from the register: card and account come once the bank has opened them. */
export function substituteDoc(key: string, family: RegisterFamily, replaces: string | null, today: string): RecordDoc {
  const doc = familyDoc(key, family, today)
  Object.assign(doc.values, { sta_rekening: 2, tanggal_verval: today, ...(replaces === null ? {} : { kpm_diganti: replaces }) })
  return doc
}

/** An answer that is missing is absent. */
function answered<T extends object>(row: Record<string, string | number | null | undefined>): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined)) as T
}
