import type { ChildRow, Inventor, RecordDoc } from '#core/plugin'

/**
 * Shares of faults in the register, after what audits of 2020 and 2021 reported: one person in six without NIK, one in nine with an
 * invalid one, a thin layer of doubles and empty names.
 */
const SHARE = {
  noNik: 0.17,
  invalidNik: 0.1,
  doubleNik: 0.004,
  noCard: 0.08,
  emptyName: 0.0005,
  wrongSex: 0.006,
  extraAnswer: 0.02,
  wrongLine: 0.012,
  wrongCount: 0.03,
  otherHeadName: 0.012,
  missingAnswer: 0.02,
} as const

const REQUIRED = ['lantai', 'jumlah_kamar', 'cara_peroleh_airminum', 'bb_masak', 'buang_tinja'] as const

/** The same record as bad as reality. */
export function spoil(record: RecordDoc, chance: Inventor, earlierNiks: readonly string[]): RecordDoc {
  for (const member of record.groups.members!) spoilPerson(member, chance, earlierNiks)
  for (const family of record.groups.families!) {
    if (!chance.happens(SHARE.noCard)) continue
    delete family.nokk
    for (const member of record.groups.members!) if (member.family_key === family.key) delete member.no_kk
  }
  const { values } = record
  if (chance.happens(SHARE.extraAnswer) && values.dinding === 4) values.kondisi_dinding = 2
  if (chance.happens(SHARE.wrongLine)) values.ada_tv = 1
  if (chance.happens(SHARE.wrongCount)) values.jumlah_art = Number(values.jumlah_art) + 1
  if (chance.happens(SHARE.otherHeadName)) values.nama_krt = chance.personName(1)
  if (chance.happens(SHARE.missingAnswer)) delete values[chance.pick(REQUIRED)]
  return record
}

function spoilPerson(member: ChildRow, chance: Inventor, earlierNiks: readonly string[]): void {
  if (chance.happens(SHARE.noNik)) delete member.nik
  else if (chance.happens(SHARE.invalidNik)) member.nik = invalid(String(member.nik), chance)
  else if (earlierNiks.length > 0 && chance.happens(SHARE.doubleNik)) member.nik = chance.pick(earlierNiks)
  if (member.nik !== undefined && chance.happens(SHARE.wrongSex) && member.hub_krt === 3) swapSex(member)
  if (chance.happens(SHARE.emptyName)) delete member.nama
}

/** The faults that are met: a digit lost, the serial 0000, a day of 32 to 39. */
function invalid(nik: string, chance: Inventor): string {
  return chance.pick([nik.slice(0, 15), `${nik.slice(0, 12)}0000`, `${nik.slice(0, 6)}3${chance.int(2, 9)}${nik.slice(8)}`])
}

function swapSex(member: ChildRow): void {
  member.jns_kel = member.jns_kel === 1 ? 2 : 1
  delete member.sta_hamil
}
