import { nameKey } from '#core/domain'
import type { ChildRow, Finding, RecordDoc, Rule } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { about, form, memberField, nameOf, number, rule, words } from './support.js'

function checkOneHead(record: RecordDoc): Finding[] {
  const heads = form.active(record).filter((member) => member.hub_krt === 1)
  if (heads.length === 1) return []
  if (heads.length === 0) return [{ fields: [{ group: 'members', field: 'hub_krt' }], params: { case: 'none' } }]
  const fields = heads.map((head) => memberField(head, 'hub_krt'))
  return [{ fields, params: { count: heads.length, names: heads.map(nameOf).join(', ') } }]
}

function checkFamilies(record: RecordDoc): Finding[] {
  const found: Finding[] = []
  const families = form.rows(record, 'families')
  const numbers = new Map(families.map((family) => [family.key, number(family, 'nuk')]))
  const all = [...numbers.values()].filter((nuk) => nuk !== undefined)
  const distinct = [...new Set(all)].sort((a, b) => a - b)
  const path = families.map(({ key }) => ({ group: 'families', key, field: 'nuk' }))
  if (distinct.length < all.length) found.push({ fields: path, params: { case: 'repeated', numbers: all.join(', ') } })
  if (distinct.some((nuk, index) => nuk !== index + 1)) {
    found.push({ fields: path, params: { case: 'gap', numbers: distinct.join(', '), last: distinct.length } })
  }
  const byFamily = new Map<string, ChildRow[]>()
  for (const member of form.active(record)) {
    const key = String(member.family_key)
    byFamily.set(key, [...(byFamily.get(key) ?? []), member])
    const [nuk, expected] = [number(member, 'nuk'), numbers.get(key)]
    if (nuk === undefined || nuk === expected) continue
    found.push(about(member, ['nuk'], { params: { case: 'differs', nuk, expected: expected ?? '—' } }))
  }
  for (const [key, members] of byFamily) {
    const heads = members.filter((member) => member.hubkel === 1)
    if (heads.length === 1) continue
    const nuk = numbers.get(key) ?? '—'
    const fields = heads.length > 0 ? heads : members
    const params = { case: heads.length === 0 ? 'none' : 'many', nuk, count: heads.length, names: heads.map(nameOf).join(', ') }
    found.push({ fields: fields.map((member) => memberField(member, 'hubkel')), params })
  }
  return found
}

/** Counts as the form defines them: persons who count, and families that have at least one. */
function countsOf(record: RecordDoc): { jumlah_art: number; jumlah_keluarga: number } {
  const members = form.active(record)
  return { jumlah_art: members.length, jumlah_keluarga: new Set(members.map((member) => member.family_key)).size }
}

function checkCounts(record: RecordDoc): Finding[] {
  return Object.entries(countsOf(record)).flatMap(([field, expected]): Finding[] => {
    const stated = number(record.values, field)
    if (stated === expected) return []
    return [{ fields: [{ field }], params: stated === undefined ? { case: 'missing', expected } : { stated, expected } }]
  })
}

function fixCounts(record: RecordDoc): RecordDoc {
  return { ...record, values: { ...record.values, ...countsOf(record) } }
}

function checkHeadName(record: RecordDoc): Finding[] {
  const heads = form.active(record).filter((member) => member.hub_krt === 1)
  const [head] = heads
  const stated = words(record.values, 'nama_krt')
  if (!head || heads.length > 1 || (stated !== undefined && nameKey(stated) === nameKey(words(head, 'nama') ?? ''))) return []
  const fields = [{ field: 'nama_krt' }, memberField(head, 'nama')]
  return [{ fields, params: { stated: stated ?? '—', who: nameOf(head) } }]
}

/** Presence codes of persons who are dead or gone, as against errors of the prelist. */
const DEAD_OR_MOVED: readonly unknown[] = [2, 3]

function checkGone(record: RecordDoc): Finding[] {
  const active = form.active(record)
  const keeper = words(record.values, 'nik_pengurus')
  return form
    .rows(record, 'members')
    .filter((member) => DEAD_OR_MOVED.includes(member.sta_keberadaan_art))
    .flatMap((member) => {
      const found: Finding[] = []
      if (member.hub_krt === 1 && !active.some((other) => other.hub_krt === 1))
        found.push(about(member, ['hub_krt'], { params: { case: 'head' } }))
      const family = active.filter((other) => other.family_key === member.family_key)
      if (member.hubkel === 1 && family.length > 0 && !family.some((other) => other.hubkel === 1)) {
        found.push(about(member, ['hubkel'], { params: { case: 'family_head', nuk: number(member, 'nuk') ?? '—' } }))
      }
      if (form.says('members', member, 'ada_pbi')) found.push(about(member, ['ada_pbi'], { params: { case: 'pbi' } }))
      if (keeper !== undefined && member.nik === keeper) found.push(about(member, ['nik'], { params: { case: 'keeper' } }))
      return found
    })
}

export const structureRules: readonly Rule[] = [
  rule({
    code: 'BDT-R06',
    severity: 'block',
    waivable: false,
    title: text('Tepat satu kepala rumah tangga', 'Exactly one head of household'),
    message: text(
      'Ada {count} kepala rumah tangga: {names}. Tentukan satu; betulkan hubungan yang lain.',
      'There are {count} heads of household: {names}. Choose one and correct the others.',
    ),
    messages: {
      none: text(
        'Tidak ada kepala rumah tangga yang tinggal di rumah tangga ini. Tentukan satu ART sebagai kepala.',
        'No head of household lives here. Name one member as the head.',
      ),
    },
    source: 'Formulir IV.3, IV.22',
    check: checkOneHead,
  }),
  rule({
    code: 'BDT-R07',
    severity: 'block',
    waivable: false,
    title: text('Tepat satu kepala pada setiap keluarga', 'Exactly one head in each family'),
    message: text(
      'Susunan keluarga tidak sesuai. Periksa nomor urut keluarga.',
      'The families are not in order. Check the family numbers.',
    ),
    messages: {
      none: text(
        'Keluarga {nuk} belum mempunyai kepala keluarga. Tentukan satu anggotanya.',
        'Family {nuk} has no head. Name one of its members.',
      ),
      many: text(
        'Keluarga {nuk} mempunyai {count} kepala keluarga: {names}. Tentukan satu.',
        'Family {nuk} has {count} heads: {names}. Choose one.',
      ),
      gap: text(
        'Nomor urut keluarga tidak berurutan dari 1 sampai {last}: {numbers}. Urutkan kembali.',
        'Family numbers do not run from 1 to {last}: {numbers}. Number them again.',
      ),
      repeated: text(
        'Nomor urut keluarga berulang: {numbers}. Satu nomor untuk satu keluarga.',
        'Family numbers repeat: {numbers}.',
      ),
      differs: text(
        'Nomor urut keluarga{at} tertulis {nuk}, padahal terdaftar pada keluarga {expected}. Samakan keduanya.',
        'The family number{at} says {nuk}, but the member belongs to family {expected}. Make them agree.',
      ),
    },
    source: 'Formulir IV.4, IV.5',
    check: checkFamilies,
  }),
  rule({
    code: 'BDT-R08',
    severity: 'warn',
    waivable: false,
    title: text('Jumlah ART dan keluarga sesuai isinya', 'Counts agree with the rows'),
    message: text(
      '{item} tertulis {stated}, padahal seharusnya {expected}. Betulkan angkanya atau periksa daftar ART.',
      '{item} says {stated}, but should be {expected}. Put the number right or check the members.',
    ),
    messages: {
      missing: text('{item} belum diisi; seharusnya {expected}. Isikan angkanya.', '{item} is empty; it should be {expected}.'),
    },
    source: 'Formulir I.9, I.10',
    check: checkCounts,
    fix: fixCounts,
  }),
  rule({
    code: 'BDT-R09',
    severity: 'warn',
    waivable: false,
    title: text('Nama KRT sama dengan nama ART-nya', 'Name of the head agrees'),
    message: text(
      'Nama kepala rumah tangga tertulis {stated}, sedangkan ART dengan hubungan kepala bernama {who}. Samakan keduanya.',
      'The head of household is written {stated}, but the member who is the head is {who}. Make them agree.',
    ),
    source: 'Formulir I.8, IV.3',
    check: checkHeadName,
  }),
  rule({
    code: 'BDT-R27',
    severity: 'block',
    waivable: true,
    title: text('Yang meninggal atau pindah bukan lagi kepala, pengurus, atau peserta PBI', 'Who died or moved has no role left'),
    message: text(
      '{item}{at} belum disesuaikan, padahal orangnya sudah meninggal atau pindah.',
      '{item}{at} still stands, though the person is gone.',
    ),
    messages: {
      head: text(
        'Kepala rumah tangga{at} sudah meninggal atau pindah. Tentukan kepala rumah tangga yang baru.',
        'The head of household{at} died or moved. Name a new head.',
      ),
      family_head: text(
        'Kepala keluarga {nuk}{at} sudah meninggal atau pindah. Tentukan kepala keluarga yang baru.',
        'The head of family {nuk}{at} died or moved. Name a new head.',
      ),
      pbi: text(
        'ART{at} sudah meninggal atau pindah, tetapi masih tercatat sebagai peserta PBI. Ubah isian KIS/PBI-JKN menjadi Tidak.',
        'The member{at} died or moved but still holds PBI. Change KIS/PBI-JKN to no.',
      ),
      keeper: text(
        'Pengurus kartu{at} sudah meninggal atau pindah. Usulkan penggantian pengurus, lalu kecualikan dengan alasan.',
        'The card holder{at} died or moved. Propose another holder, then waive with a reason.',
      ),
    },
    source: 'Formulir IV.22; Permensos 28/2017',
    check: checkGone,
  }),
]
