import type { ChildRow, Inventor, RecordDoc } from '#core/plugin'
import { ageOn, Nik } from '#core/domain'
import { form } from '../rules/support.js'
import { personRow } from './person.js'

const DEAD = 2
const NEW_MEMBER = 4
const MARRIED = 2
const WIDOWED = 4

/** What an operator makes of a household after a visit: faults put right where the papers allow, answers of today, now and then a death or a birth. */
export function revisit(record: RecordDoc, chance: Inventor): RecordDoc {
  const visited = structuredClone(record)
  const { values } = visited
  Object.assign(values, {
    tanggal_verivali: chance.today,
    petugas_verivali: chance.personName(chance.int(1, 2) as 1 | 2),
    hasil_verivali: 1,
  })
  values.luas_lantai = Number(values.luas_lantai ?? 30) + chance.int(-3, 12)
  if (chance.happens(0.4)) values.alamat = chance.address()
  if (chance.happens(0.3)) values.ada_motor = values.ada_motor === 3 ? 4 : 3
  putRight(visited, chance)
  if (chance.happens(0.06)) bury(visited, chance)
  if (chance.happens(0.08)) addChild(visited, chance)
  recount(visited)
  return visited
}

/** A mistake that blocks finalising: a NIK that cannot be, a second head, a question left out, a code of another line. */
export function mistake(record: RecordDoc, chance: Inventor): RecordDoc {
  const wrong = structuredClone(record)
  const member = chance.pick(form.active(wrong))
  switch (chance.int(1, 4)) {
    case 1:
      member.nik = impossible(String(member.nik ?? chance.nik(String(member.tgl_lahir), 1)))
      break
    case 2: {
      const second = form.active(wrong).find((other) => other.hub_krt !== 1)
      if (second) second.hub_krt = 1
      else delete wrong.values.lantai
      break
    }
    case 3:
      delete wrong.values.lantai
      break
    default:
      wrong.values.ada_tv = 1
  }
  return wrong
}

/** The NIK with day 35: its other digits stay, so that it is nobody else's. */
function impossible(nik: string): string {
  return `${nik.slice(0, 6)}35${nik.slice(8)}`
}

function putRight(record: RecordDoc, chance: Inventor): void {
  const { values } = record
  const head = form.active(record).find((member) => member.hub_krt === 1)
  for (const family of form.rows(record, 'families') as ChildRow[]) {
    if (family.nokk !== undefined || chance.happens(0.2)) continue
    family.nokk = chance.familyCard()
    for (const member of form.active(record)) if (member.family_key === family.key) member.no_kk = family.nokk
  }
  for (const member of form.active(record)) putPersonRight(member, chance)
  if (head) values.nama_krt = String(head.nama)
  if (values.ada_tv === 1 || values.ada_tv === 2) values.ada_tv = values.ada_tv + 2
  if (values.dinding === 4) delete values.kondisi_dinding
  values.lantai ??= 6
  values.jumlah_kamar ??= 2
  values.cara_peroleh_airminum ??= 3
  values.bb_masak ??= 3
  values.buang_tinja ??= 1
}

function putPersonRight(member: ChildRow, chance: Inventor): void {
  const sex = member.jns_kel === 2 ? 2 : 1
  member.nama ??= chance.personName(sex)
  const valid = member.nik !== undefined && Nik.tryParse(String(member.nik)) !== null
  if (valid || member.tgl_lahir === undefined || (member.nik === undefined && chance.happens(0.4))) return
  member.nik = chance.nik(String(member.tgl_lahir), sex)
}

/** Somebody died: who headed the household or a family is followed by the spouse, else by the eldest grown-up of the family. */
function bury(record: RecordDoc, chance: Inventor): void {
  const active = form.active(record)
  const dead = chance.pick(active)
  const heirs = active.filter((member) => member !== dead && member.family_key === dead.family_key && Number(member.umur) >= 17)
  const heir = heirs.find((member) => member.hubkel === 2) ?? heirs.sort((a, b) => Number(b.umur) - Number(a.umur))[0]
  if (!heir && (dead.hubkel === 1 || active.length === 1)) return
  dead.sta_keberadaan_art = DEAD
  Object.assign(dead, { ada_pbi: 2, ada_kks: 2, ada_pkh: 2 })
  delete dead.no_peserta_pbi
  if (dead.hub_krt === 1 && heir) succeed(record, heir)
  else if (dead.hubkel === 1 && heir) heir.hubkel = 1
  const widowed = [dead.hub_krt, dead.hubkel].some((relation) => relation === 1 || relation === 2)
  const partner = active.find(
    (member) =>
      member !== dead &&
      member.family_key === dead.family_key &&
      [1, 2].includes(Number(member.hubkel)) &&
      member.sta_kawin === MARRIED,
  )
  if (widowed && partner) {
    partner.sta_kawin = WIDOWED
    delete partner.ada_akta_nikah
  }
  realign(record)
}

function succeed(record: RecordDoc, heir: ChildRow): void {
  const relation = Number(heir.hub_krt)
  Object.assign(heir, { hub_krt: 1, hubkel: 1 })
  record.values.nama_krt = String(heir.nama)
  if (relation === 2) return
  for (const member of form.active(record)) if (member !== heir) member.hub_krt = 8
}

/** Programmes of the household that nobody holds any more. */
function realign(record: RecordDoc): void {
  const [keeper] = form.active(record)
  if (!keeper) return
  for (const [own, root] of [
    ['ada_kks', 'sta_kks'],
    ['ada_pkh', 'sta_pkh'],
  ] as const) {
    if (record.values[root] === 1 && !form.active(record).some((member) => member[own] === 1)) keeper[own] = 1
  }
}

function addChild(record: RecordDoc, chance: Inventor): void {
  const mother = form.active(record).find((member) => member.jns_kel === 2 && member.hub_krt === 2 && Number(member.umur) < 43)
  if (!mother) return
  const [family] = form.rows(record, 'families').filter(({ key }) => key === mother.family_key)
  const seated = { relation: 3, nuk: Number(mother.nuk), familyRelation: 3, sex: chance.int(1, 2) as 1 | 2, age: 0, marital: 1 }
  const child = personRow(
    chance,
    seated,
    { key: chance.uuid(), family_key: mother.family_key as string },
    String(family?.nokk ?? ''),
  )
  if (family?.nokk === undefined) delete child.no_kk
  child.sta_keberadaan_art = NEW_MEMBER
  child.umur = ageOn(String(child.tgl_lahir), chance.today)
  record.groups.members!.push(child)
  record.groups.members!.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
}

function recount(record: RecordDoc): void {
  const members = form.active(record)
  record.values.jumlah_art = members.length
  record.values.jumlah_keluarga = new Set(members.map((member) => member.family_key)).size
}
