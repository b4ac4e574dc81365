import type { ChildRow, RecordDoc, Values } from '#verification/instrument'
import { household as sample } from '#plugins/bdt/tests/unit/support/household'
import { VILLAGE } from './support.js'

/** A household of three members without a problem, under keys as the register has them. NIK end in 99xx. */
export function household(n: number, values: Values = {}): RecordDoc {
  const { values: known, groups } = sample()
  const key = `3371011003${String(n).padStart(6, '0')}`
  const card = `32010101011899${String(n % 100).padStart(2, '0')}`
  const people = ['320101120478', '320101450785', '320101440314']
  const tail = 9900 + (n % 99)
  const member = (row: ChildRow, at: number): ChildRow => ({
    ...row,
    ...{
      key: `${key}0${at + 1}`,
      family_key: `${key}-1`,
      idartbdt: `${key}0${at + 1}`,
      no_kk: card,
      nik: `${people[at]}${tail}`,
    },
  })
  return {
    key,
    values: { ...known, idbdt: key, village_code: VILLAGE, nama_sls: `RT 0${(n % 3) + 1}/RW 01`, ...values },
    groups: {
      families: groups.families!.map((row) => ({ ...row, key: `${key}-1`, nokk: card })),
      members: groups.members!.map(member),
      businesses: groups.businesses!.map((row) => ({ ...row, key: `${key}-u`, member_key: `${key}01` })),
    },
  }
}
