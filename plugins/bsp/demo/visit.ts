import type { ChildRow, Inventor, RecordDoc } from '#core/plugin'
import { ageOn, Nik } from '#core/domain'
import { form } from '../rules/support.js'

const DEAD = 2
const ADULT = 17

/** Shares of faults on the list, after what audits reported of food-aid families: invalid NIK, doubles, missing mothers' names. */
const SHARE = { noNik: 0.03, invalidNik: 0.02, doubleNik: 0.003, noMother: 0.05, noAccount: 0.03, spelt: 0.02 } as const

/** The same family as bad as reality. */
export function spoil(record: RecordDoc, chance: Inventor, earlierNiks: readonly string[]): RecordDoc {
  for (const member of record.groups.members!) {
    if (chance.happens(SHARE.noNik)) delete member.nik
    else if (member.nik !== undefined && chance.happens(SHARE.invalidNik)) member.nik = `${String(member.nik).slice(0, 12)}0000`
    else if (earlierNiks.length > 0 && chance.happens(SHARE.doubleNik)) member.nik = chance.pick(earlierNiks)
    if (chance.happens(SHARE.noMother)) delete member.namagadis_ibukandung
    if (chance.happens(SHARE.spelt)) spellOtherwise(record, member, chance)
  }
  if (chance.happens(SHARE.noAccount)) {
    delete record.values.no_rekening
    record.values.sta_rekening = 3
  }
  return record
}

/** The bank writes the name otherwise than the civil registry. */
function spellOtherwise(record: RecordDoc, member: ChildRow, chance: Inventor): void {
  if (typeof member.nama !== 'string') return
  const { values } = record
  const spelt = chance.spelling(member.nama)
  for (const name of ['nama_pengurus', 'nama_kepala_keluarga']) if (values[name] === member.nama) values[name] = spelt
  member.nama = spelt
}

/** What the village makes of a family: faults put right where the papers allow, now and then a card holder who died. */
export function revisit(record: RecordDoc, chance: Inventor): RecordDoc {
  const visited = structuredClone(record)
  Object.assign(visited.values, { tanggal_verval: chance.today, petugas_verval: chance.personName(1) })
  if (chance.happens(0.4)) visited.values.alamat = chance.address()
  putRight(visited, chance)
  if (chance.happens(0.05)) passOn(visited, chance)
  return visited
}

/** A mistake that blocks finalising: two holders of the card, none, a NIK that cannot be, or a required answer left out. */
export function mistake(record: RecordDoc, chance: Inventor): RecordDoc {
  const wrong = structuredClone(record)
  const members = form.active(wrong)
  const holder = members.find(({ pengurus }) => pengurus === 1)
  switch (chance.int(1, 3)) {
    case 1:
      if (holder) holder.pengurus = 2
      break
    case 2:
      if (holder) delete holder.namagadis_ibukandung
      break
    default:
      delete wrong.values.alamat
  }
  return wrong
}

/** Names and numbers that papers at hand give. */
export function putRight(record: RecordDoc, chance: Inventor): void {
  for (const member of form.active(record)) {
    const sex = member.jns_kel === 2 ? 2 : 1
    member.nama ??= chance.personName(sex)
    member.namagadis_ibukandung ??= chance.personName(2)
    const sound = Nik.faultOf(String(member.nik ?? '')) === null
    if (!sound && member.tgl_lahir !== undefined) member.nik = chance.nik(String(member.tgl_lahir), sex)
  }
}

/** The card holder died: the next grown-up of the family takes card and, where needed, headship. */
function passOn(record: RecordDoc, chance: Inventor): void {
  const members = form.active(record)
  const holder = members.find(({ pengurus }) => pengurus === 1)
  const heir = members.find((member) => member !== holder && ageOn(String(member.tgl_lahir), chance.today) >= ADULT)
  if (!holder || !heir) return
  Object.assign(holder, { sta_keberadaan: DEAD, pengurus: 2 })
  heir.pengurus = 1
  if (holder.hubkel === 1) {
    holder.hubkel = 8
    heir.hubkel = 1
    record.values.nama_kepala_keluarga = String(heir.nama)
  }
  record.values.nama_pengurus = String(heir.nama)
}
