import type { ChildRow, Inventor, RecordDoc } from '#core/plugin'

/** Programmes of a household and of the members who hold them, so that both levels agree and every yes has its number. */
export function withProgrammes(chance: Inventor, record: RecordDoc): RecordDoc {
  const members = record.groups.members!
  const keeper = members.find((member) => member.hub_krt === 2) ?? members[0]!
  const pupil = members.find((member) => member.partisipasi_sekolah === 1)
  const [kks, pkh, kis] = [chance.happens(0.45), chance.happens(0.25), chance.happens(0.6)]
  Object.assign(record.values, {
    ...{ sta_kks: kks ? 1 : 2, sta_kip: pupil && chance.happens(0.4) ? 3 : 4, sta_kis: kis ? 1 : 2, sta_bpjs_mandiri: 4 },
    ...{ sta_jamsostek: 2, sta_asuransi: 4, sta_pkh: pkh ? 1 : 2, sta_rastra: kks || chance.happens(0.3) ? 3 : 4, sta_kur: 2 },
    ...(kks ? { no_kks: chance.digits(16) } : {}),
    ...(pkh ? { no_peserta_pkh: chance.digits(14) } : {}),
  })
  if (kks) keeper.ada_kks = 1
  if (pkh) keeper.ada_pkh = 1
  if (kis) for (const member of members) insure(chance, member)
  if (record.values.sta_kip === 3 && pupil) pupil.ada_kip = 1
  if (record.values.sta_rastra === 3) keeper.ada_rastra = 1
  return record
}

function insure(chance: Inventor, member: ChildRow): void {
  member.ada_pbi = 1
  member.no_peserta_pbi = `0001${chance.digits(9)}`
}
