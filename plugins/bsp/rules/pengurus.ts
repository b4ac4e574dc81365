import { nameKey } from '#core/domain'
import type { ChildRow, Finding, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { CARD_AGE } from '../instrument/card_age.js'
import { text } from '../instrument/declare.js'
import { about, ageOf, form, holders, rule, words } from './support.js'

function checkOneHolder(record: RecordDoc): Finding[] {
  const active = holders(record).filter(form.isActive)
  if (active.length === 1) return []
  if (active.length > 1) return active.slice(1).map((member) => about(member, ['pengurus'], { params: { case: 'several' } }))
  return [{ fields: [{ field: 'members' }] }]
}

function checkOneHead(record: RecordDoc): Finding[] {
  const heads = form.active(record).filter(({ hubkel }) => hubkel === 1)
  if (heads.length === 1) return []
  if (heads.length > 1) return heads.slice(1).map((member) => about(member, ['hubkel'], { params: { case: 'several' } }))
  return [{ fields: [{ field: 'members' }] }]
}

function checkHolderName(record: RecordDoc): Finding[] {
  const [holder] = holders(record).filter(form.isActive)
  const [stated, name] = [words(record.values, 'nama_pengurus'), holder && words(holder, 'nama')]
  if (name === undefined || (stated !== undefined && nameKey(stated) === nameKey(name))) return []
  return [{ fields: [{ field: 'nama_pengurus' }], params: { stated: stated ?? '—', name } }]
}

function fixHolderName(record: RecordDoc): RecordDoc {
  const [holder] = holders(record).filter(form.isActive)
  const name = holder && words(holder, 'nama')
  return name === undefined ? record : { ...record, values: { ...record.values, nama_pengurus: name } }
}

/** What a bank asks of the person in whose name it opens the account (rule 24). */
function checkHolder(record: RecordDoc, { today }: RuleContext): Finding[] {
  return holders(record)
    .filter(form.isActive)
    .flatMap((holder) => {
      const found: Finding[] = []
      const age = ageOf(holder, today)
      if (words(holder, 'nik') === undefined) found.push(about(holder, ['nik'], { params: { case: 'nik' } }))
      if (!/\p{L}{2}/u.test(words(holder, 'namagadis_ibukandung') ?? '')) {
        found.push(about(holder, ['namagadis_ibukandung'], { params: { case: 'mother' } }))
      }
      if (age === undefined) found.push(about(holder, ['tgl_lahir'], { params: { case: 'birth' } }))
      else if (age < CARD_AGE) found.push(about(holder, ['tgl_lahir'], { params: { case: 'young', age, adult: CARD_AGE } }))
      return found
    })
}

/** Somebody who died or left holds no card, and another heads the family (rule 27). */
function checkGone(record: RecordDoc): Finding[] {
  const hasHead = form.active(record).some(({ hubkel }) => hubkel === 1)
  return form
    .rows(record, 'members')
    .filter((member) => !form.isActive(member))
    .flatMap((member) => [
      ...(member.pengurus === 1 ? [about(member, ['pengurus', 'sta_keberadaan'])] : []),
      ...(member.hubkel === 1 && !hasHead ? [about(member, ['hubkel', 'sta_keberadaan'], { params: { case: 'head' } })] : []),
    ])
}

/** The person who held the card in the edition. */
function formerHolder({ base }: RuleContext): ChildRow | undefined {
  return base ? holders(base)[0] : undefined
}

function checkHeir(record: RecordDoc, context: RuleContext): Finding[] {
  const former = formerHolder(context)
  if (!former) return []
  const now = form.rows(record, 'members').find(({ key }) => key === former.key)
  if (now && form.isActive(now)) return [about(now, ['sta_keberadaan'], { params: { case: 'alive' } })]
  const [holder] = holders(record).filter(form.isActive)
  const known = holder && context.base?.groups.members?.some(({ key }) => key === holder.key)
  return holder && !known ? [about(holder, ['pengurus'], { severity: 'warn' })] : []
}

/** "KPM tunggal" leaves nobody behind who could take the card. */
function checkAlone(record: RecordDoc, { today }: RuleContext): Finding[] {
  const heirs = form.active(record).filter((member) => member.pengurus !== 1 && (ageOf(member, today) ?? 0) >= CARD_AGE)
  return heirs.length === 0 ? [] : [about(heirs[0]!, ['sta_keberadaan'], { params: { count: heirs.length } })]
}

export const holderRules: readonly Rule[] = [
  rule({
    code: 'BSP-R06',
    severity: 'block',
    waivable: false,
    title: text('Tepat satu pengurus', 'Exactly one card holder'),
    message: text(
      'KPM ini belum mempunyai pengurus. Tandai satu anggota yang memegang kartu.',
      'This beneficiary has no card holder. Mark the one member who holds the card.',
    ),
    messages: {
      several: text(
        'Lebih dari satu pengurus{at}. Satu KPM hanya satu pengurus.',
        'More than one card holder{at}. A beneficiary has one.',
      ),
    },
    source: 'Pedoman Umum BPNT; formulir IV.4',
    check: checkOneHolder,
  }),
  rule({
    code: 'BSP-R07',
    severity: 'block',
    waivable: false,
    title: text('Tepat satu kepala keluarga', 'Exactly one head of family'),
    message: text(
      'Keluarga ini belum mempunyai kepala keluarga. Tentukan satu anggota dengan hubungan 1.',
      'This family has no head. Give one member the relation 1.',
    ),
    messages: {
      several: text(
        'Lebih dari satu kepala keluarga{at}. Betulkan hubungannya.',
        'More than one head of family{at}. Correct the relation.',
      ),
    },
    source: 'Permensos 28/2017; formulir IV.5',
    check: checkOneHead,
  }),
  rule({
    code: 'BSP-R09',
    severity: 'warn',
    waivable: false,
    title: text('Nama pengurus sama dengan anggotanya', 'Name of the card holder is that of the member'),
    message: text(
      'Nama pengurus tertulis {stated}, sedangkan anggota yang ditandai bernama {name}. Samakan keduanya.',
      'The card holder is written {stated}, the member marked is {name}. Make them agree.',
    ),
    source: 'Formulir I.7, IV.4',
    check: checkHolderName,
    fix: fixHolderName,
  }),
  rule({
    code: 'BSP-R24',
    severity: 'block',
    waivable: true,
    title: text('Pengurus dapat dibukakan rekening', 'An account can be opened for the card holder'),
    message: text(
      'Pengurus{at} belum memenuhi syarat pembukaan rekening. Lengkapi datanya.',
      'The card holder{at} does not fulfil what the bank asks. Complete the data.',
    ),
    messages: {
      nik: text(
        'Pengurus{at} belum ber-NIK, sehingga rekening tidak dapat dibuka. Isi NIK atau ganti pengurus dalam keluarga.',
        'The card holder{at} has no NIK, so no account can be opened. Enter it, or choose another member.',
      ),
      mother: text(
        'Nama gadis ibu kandung pengurus{at} belum diisi; bank memerlukannya. Salin dari KK.',
        "The card holder's mother's maiden name{at} is missing; the bank needs it. Copy it from the family card.",
      ),
      birth: text(
        'Tanggal lahir pengurus{at} belum diisi. Salin dari KTP atau KK.',
        'The birth date of the card holder{at} is missing. Copy it from the card.',
      ),
      young: text(
        'Pengurus{at} baru berumur {age} tahun, kurang dari {adult}. Pilih anggota lain sebagai pengurus.',
        'The card holder{at} is {age} years old, below {adult}. Choose another member.',
      ),
    },
    source: 'Pedoman Umum BPNT (pembukaan rekening kolektif); formulir IV',
    check: checkHolder,
  }),
  rule({
    code: 'BSP-R27',
    severity: 'block',
    waivable: false,
    title: text('Yang meninggal atau pindah bukan pengurus', 'Who died or left holds no card'),
    message: text(
      'Pengurus{at} tercatat meninggal, pindah, atau tidak ada lagi. Ganti pengurus dengan anggota keluarga yang masih ada.',
      'The card holder{at} died, moved or is gone. Give the card to a member who is there.',
    ),
    messages: {
      head: text(
        'Kepala keluarga{at} tercatat meninggal, pindah, atau tidak ada lagi. Tentukan kepala keluarga yang baru.',
        'The head of family{at} died, moved or is gone. Name a new head.',
      ),
    },
    source: 'Permensos 28/2017; formulir IV.4, IV.10',
    check: checkGone,
  }),
  rule({
    code: 'BSP-R34',
    severity: 'block',
    waivable: false,
    outcomes: ['heir'],
    title: text('Ganti pengurus karena meninggal', 'Card passed on after a death'),
    message: text(
      'Pengurus baru{at} bukan anggota keluarga pada data dasar. Pastikan orangnya satu KK dengan pengurus lama.',
      'The new card holder{at} is no member of the family in the base data. Make sure both stand on one family card.',
    ),
    messages: {
      alive: text(
        'Hasil "Meninggal, ada ahli waris" dipilih, tetapi pengurus lama{at} masih tercatat tinggal bersama keluarga. Isi keberadaannya.',
        'The outcome says the card holder died, but{at} still lives with the family. Correct the presence.',
      ),
    },
    source: 'Pedoman Umum BPNT (penggantian pengurus)',
    check: checkHeir,
  }),
  rule({
    code: 'BSP-R35',
    severity: 'warn',
    waivable: false,
    outcomes: ['deceased'],
    title: text('KPM tunggal tidak meninggalkan ahli waris', 'Who lived alone leaves no heir'),
    message: text(
      'Masih ada {count} anggota dewasa{at} dalam keluarga ini. Bila ahli waris ada, pilih "Meninggal, ada ahli waris".',
      '{count} grown-up members{at} are left in this family. If there is an heir, choose that outcome.',
    ),
    source: 'Pedoman Umum BPNT (penggantian pengurus)',
    check: checkAlone,
  }),
]
