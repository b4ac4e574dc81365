import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import {
  acceptLetter,
  factsOf,
  FinaliseError,
  finalisationOf,
  generateLetter,
  lettersOf,
  previewLetter,
  readScan,
  returnFinalisation,
  uploadScan,
  type LetterRow,
} from '#verification/finalise/index'
import { periodById, type RegencyPeriod } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
import { NOON } from '#tests/functional/imports/support'
import { openRegister } from '#tests/support/register'
import { copiedOf } from '#verification/finalise/institution'
import { pagePicture, pageTexts } from '#tests/unit/documents/support'
import { contentOfFile, giveProfile, inPlace, periodOf, seal, SIGNING, testRegister, update, write } from './support.js'

const issue = (place: Place, change: (period: RegencyPeriod) => RegencyPeriod = (period) => period) =>
  inPlace(place, async (tx) => generateLetter(tx, change((await periodById(tx, place.periodId, place.regency))!)))

const numberFrom = (place: Place, last: number, year = clock.now().getFullYear()) =>
  inPlace(place, (tx) =>
    query(tx, 'insert into letter_counters (regency_code, year, last) values (?, ?, ?)', [place.regency, year, last]),
  )

async function sealed(count = 4) {
  const register = await testRegister(count)
  await giveProfile(register.place.regency)
  await seal(register.place)
  return register
}

async function take(place: Place, content: Buffer, confirmed = false): Promise<LetterRow> {
  const scan = await readScan(content)
  return inPlace(place, async (tx) => uploadScan(tx, await periodOf(place), { content, scan }, confirmed))
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'nothing'
  } catch (error) {
    if (error instanceof FinaliseError) return error.code
    throw error
  }
}

const textOf = async (place: Place, letter: LetterRow) => (await pageTexts(await contentOfFile(place, letter.fileId))).join(' ')

test.group('Number of a letter (S16)', (group) => {
  group.each.setup(() => {
    clock.shift(NOON.getTime() - Date.now())
    return () => clock.restore()
  })

  test('a double click makes one letter, with the next number, and gives the same file again', async ({ assert }) => {
    const { place } = await sealed()
    await numberFrom(place, 47)
    const [first, second] = await Promise.all([issue(place), issue(place)])
    assert.equal(first.letter.id, second.letter.id)
    assert.deepEqual([first.made, second.made].sort(), [false, true])
    assert.match(first.letter.number, /^470\/048\/\d{4}$/)
    const again = await issue(place)
    assert.equal(again.letter.sha256, first.letter.sha256)
    assert.lengthOf(await inPlace(place, (tx) => lettersOf(tx, place)), 1)
  })

  test('two letters at the same moment take two numbers without a gap, and previews and failures take none', async ({
    assert,
  }) => {
    const { place, docs } = await sealed()
    await numberFrom(place, 48)
    const other = await openRegister(place.regency, docs)
    await seal(other)
    for (let i = 0; i < 3; i++) {
      const preview = await inPlace(place, async (tx) => previewLetter(tx, await periodOf(place)))
      const text = (await pageTexts(preview)).join(' ')
      assert.include(text, 'KONSEP')
      assert.notMatch(text, /470\/\d/)
    }
    await assert.rejects(() =>
      inPlace(place, async (tx) => {
        await generateLetter(tx, await periodOf(place))
        throw new Error('the connection broke')
      }),
    )
    const letters = await Promise.all([issue(place), issue(other)])
    assert.deepEqual(letters.map(({ letter }) => letter.serial).sort(), [49, 50])
  })

  test('a void letter keeps its number, and January begins with 001 in the calendar of the regency', async ({ assert }) => {
    const { place } = await sealed()
    const { letter } = await issue(place)
    await inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), 'Data desa keliru'))
    await seal(place)
    const second = await issue(place)
    assert.equal(second.letter.serial, letter.serial + 1)
    const register = await inPlace(place, (tx) => lettersOf(tx, place))
    assert.deepEqual(
      register.map(({ number, state }) => [number, state]),
      [
        [second.letter.number, 'in_force'],
        [letter.number, 'void'],
      ],
    )
    const late = await openRegister(place.regency, [])
    await seal(late)
    clock.freeze(new Date('2026-12-31T18:30:00Z'))
    const january = await issue(late)
    assert.equal(january.letter.number, '470/001/2027')
    assert.equal(january.letter.date, '2027-01-01')
  })

  for (const [zone, code, midnight] of [
    ['WITA', '71.71', '2026-12-31T16:00:00Z'],
    ['WIT', '81.71', '2026-12-31T15:00:00Z'],
  ] as const)
    test(`the year of an office in ${zone} ends at its own midnight`, async ({ assert }) => {
      await giveProfile(code)
      const around: string[] = []
      for (const minutes of [-15, 15]) {
        const place = await openRegister(code, [])
        await seal(place)
        clock.freeze(new Date(Date.parse(midnight) + minutes * 60_000))
        const { letter } = await issue(place)
        around.push(`${letter.number} ${letter.date}`)
      }
      assert.deepEqual(around, ['470/001/2026 2026-12-31', '470/001/2027 2027-01-01'])
    })

  test('two offices that issue at the same moment both have their own 001', async ({ assert }) => {
    const [one, two] = [await sealed(1), await sealed(1)]
    const letters = await Promise.all([issue(one.place), issue(two.place)])
    assert.deepEqual(
      letters.map(({ letter }) => letter.serial),
      [1, 1],
    )
    assert.notEqual(letters[0]!.letter.code, letters[1]!.letter.code)
  })

  test('a preview after the letter was issued takes no number, and the next letter has the next one', async ({ assert }) => {
    const { place, docs } = await sealed(1)
    const { letter } = await issue(place)
    const preview = await inPlace(place, async (tx) => previewLetter(tx, await periodOf(place)))
    assert.include((await pageTexts(preview)).join(' '), 'KONSEP')
    const next = await openRegister(place.regency, docs)
    await seal(next)
    assert.equal((await issue(next)).letter.serial, letter.serial + 1)
  })

  test('a clock that is put back over the new year goes on with the numbers of the old one', async ({ assert }) => {
    const { place } = await sealed(1)
    const numbers: string[] = []
    for (const moment of ['2026-12-31T03:00:00Z', '2027-01-01T03:00:00Z', '2026-12-31T04:00:00Z', '2027-01-01T04:00:00Z']) {
      const next = await openRegister(place.regency, [])
      await seal(next)
      clock.freeze(new Date(moment))
      numbers.push((await issue(next)).letter.number)
      clock.shift(NOON.getTime() - Date.now())
    }
    assert.deepEqual(numbers, ['470/001/2026', '470/001/2027', '470/002/2026', '470/002/2027'])
  })

  test('the number after 999 is 1000, and five at once are five in a row', async ({ assert }) => {
    const { place } = await sealed(1)
    await numberFrom(place, 998)
    const others: Place[] = [place]
    for (let count = 0; count < 4; count++) {
      const next = await openRegister(place.regency, [])
      await seal(next)
      others.push(next)
    }
    const letters = await Promise.all(others.map((other) => issue(other)))
    assert.deepEqual(
      letters.map(({ letter }) => letter.serial).sort((a, b) => a - b),
      [999, 1000, 1001, 1002, 1003],
    )
    assert.includeMembers(
      letters.map(({ letter }) => letter.number.split('/')[1]),
      ['999', '1000', '1003'],
    )
  })

  test('the number in the PDF is the one of the register, its file name holds no slash, and a long title is printed whole', async ({
    assert,
  }) => {
    const { place } = await sealed()
    const title =
      'Pengesahan Hasil Verifikasi dan Validasi Basis Data Terpadu Penanganan Fakir Miskin dan Orang Tidak Mampu Tahap Kedua'
    const { letter } = await issue(place, (period) => ({
      ...period,
      module: { ...period.module, letter: { ...period.module.letter, subject: title } },
    }))
    const text = await textOf(place, letter)
    assert.include(text, letter.number)
    assert.include(text.replaceAll(' ', ''), title.replaceAll(' ', ''))
    assert.notMatch(text, /[[\]{}]/)
    const [file] = await inPlace(place, (tx) =>
      query<{ name: string; sha256: string }>(tx, 'select original_name as name, sha256 from files where id = ?', [
        letter.fileId,
      ]),
    )
    assert.equal(file!.name, `${letter.number.replaceAll('/', '-')}.pdf`)
    assert.equal(
      file!.sha256,
      createHash('sha256')
        .update(await contentOfFile(place, letter.fileId))
        .digest('hex'),
    )
  })
})

test.group('Content of a letter', () => {
  test('holds number, official, period, decree, seal and the counts per kecamatan of the sealed totals', async ({ assert }) => {
    const { place, docs } = await testRegister(5)
    await giveProfile(place.regency)
    await write(place, [
      update({ ...docs[0]!, values: { ...docs[0]!.values, alamat: 'JL BARU' } }),
      update(docs[1]!, { outcome: 'not_found' }),
      update(docs[2]!, { state: 'returned' }),
    ])
    const { totals, sealRoot } = await seal(place)
    const { letter } = await issue(place)
    const text = await textOf(place, letter)
    for (const part of [SIGNING.name, SIGNING.position, SIGNING.rank, 'Periode Uji', '8/HUK/2019', letter.number])
      assert.include(text, part)
    assert.include(text.replaceAll(' ', ''), sealRoot!)
    assert.include(text, 'sebanyak 4 rumah tangga')
    assert.include(text, 'dikembalikan (1)')
    const [governor, head] = await copiedOf(place.regency)
    assert.include(text, `Tembusan: 1. ${governor} 2. ${head}`)
    const [district] = totals!.districts
    assert.deepEqual(
      [district!.edition, district!.taken, district!.notTaken.returned, district!.untouched, district!.result],
      [5, { repaired: 1, not_found: 1 }, 1, 2, 4],
    )
    assert.include(text, `${district!.name} 5 1 1 1 2 4`)
    assert.isAtMost((await pageTexts(await contentOfFile(place, letter.fileId))).length, 4)
    assert.equal((await readScan(await contentOfFile(place, letter.fileId))).code, letter.code)
  })

  test('is copied to the governor and to the regent or mayor, as their regions are called', async ({ assert }) => {
    const copied = await Promise.all(['33.71', '34.03', '31.01', '31.74', '00'].map(copiedOf))
    assert.deepEqual(copied, [
      ['Gubernur Jawa Tengah', 'Wali Kota Magelang'],
      ['Gubernur Daerah Istimewa Yogyakarta', 'Bupati Gunungkidul'],
      ['Gubernur Daerah Khusus Ibukota Jakarta', 'Bupati Kepulauan Seribu'],
      ['Gubernur Daerah Khusus Ibukota Jakarta', 'Wali Kota Jakarta Selatan'],
      [],
    ])
  })

  test('is refused with every missing field of the profile, and takes no number', async ({ assert }) => {
    const { place } = await testRegister(2)
    await giveProfile(place.regency, { name: '', number_pattern: '' })
    await seal(place)
    await assert.rejects(() => issue(place), /Nama pejabat, Pola nomor surat/)
    assert.lengthOf(
      await inPlace(place, (tx) => query(tx, 'select 1 from letter_counters where regency_code = ?', [place.regency])),
      0,
    )
  })

  test('keeps the profile of its moment', async ({ assert }) => {
    const { place } = await sealed(2)
    const { letter } = await issue(place)
    await giveProfile(place.regency, { name: 'ORANG LAIN' })
    const again = await issue(place)
    assert.equal(again.letter.sha256, letter.sha256)
    assert.include(await textOf(place, again.letter), SIGNING.name)
  })

  test('cannot be issued before the seal', async ({ assert }) => {
    const { place } = await testRegister(2)
    await giveProfile(place.regency)
    assert.equal(await codeOf(() => issue(place)), 'E_FINALISE_STATE')
  })
})

test.group('Scan of the signed letter', () => {
  test('is told by its QR: in force, void, of another letter, and unreadable only after a confirmation', async ({ assert }) => {
    const { place, docs } = await sealed(2)
    const { letter: first } = await issue(place)
    const firstScan = await pagePicture(await contentOfFile(place, first.fileId), 150)
    await inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), 'Keliru'))
    await seal(place)
    const { letter } = await issue(place)
    assert.equal(await codeOf(() => take(place, firstScan)), 'E_SCAN_VOID')

    const other = await openRegister(place.regency, docs)
    await seal(other)
    const { letter: foreign } = await issue(other)
    assert.equal(await codeOf(async () => take(place, await contentOfFile(other, foreign.fileId))), 'E_SCAN_OTHER')
    const own = await pagePicture(await contentOfFile(place, letter.fileId), 150)
    const both = await sharp(own)
      .extend({ top: (await sharp(firstScan).metadata()).height! })
      .composite([{ input: firstScan, gravity: 'north' }])
      .png()
      .toBuffer()
    assert.equal(await codeOf(() => take(place, both)), 'E_SCAN_OTHER')

    const blank = await sharp({ create: { width: 800, height: 1100, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer()
    assert.equal(await codeOf(() => take(place, blank)), 'E_SCAN_UNREADABLE')
    assert.equal((await take(place, blank, true)).scanQr, 'unreadable')

    const signed = await sharp(own).jpeg().toBuffer()
    const taken = await take(place, signed)
    assert.equal(taken.scanQr, 'read')
    assert.equal((await inPlace(place, (tx) => finalisationOf(tx, place))).state, 'letter_uploaded')
    const facts = (await inPlace(place, (tx) => factsOf(tx, letter.code)))!
    assert.deepEqual(
      facts.hashes.filter(({ kind }) => kind === 'scan').map(({ sha256 }) => sha256),
      [createHash('sha256').update(signed).digest('hex')],
    )
  })

  test('a program named .pdf is refused by its content', async ({ assert }) => {
    const { place } = await sealed(2)
    await issue(place)
    await assert.rejects(() => take(place, Buffer.from('<html><script>alert(1)</script></html>')), /bukan PDF, JPG, atau PNG/)
  })

  test('the ministry accepts only an uploaded letter, and a return needs a reason and opens the period again', async ({
    assert,
  }) => {
    const { place, docs } = await sealed(2)
    const { letter } = await issue(place)
    const accept = () => inPlace(place, async (tx) => acceptLetter(tx, await periodOf(place)))
    const giveBack = (reason: string) => inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), reason))
    assert.equal(await codeOf(accept), 'E_FINALISE_STATE')
    await take(place, await contentOfFile(place, letter.fileId))
    await accept()
    assert.equal(await codeOf(accept), 'E_FINALISE_STATE')
    assert.equal(await codeOf(() => giveBack('  ')), 'E_REASON_MISSING')
    await giveBack('Jumlah desa tidak cocok')
    const row = await inPlace(place, (tx) => finalisationOf(tx, place))
    assert.include(row, { state: 'open', letterId: null, sealRoot: null, returnedReason: 'Jumlah desa tidak cocok' })
    await write(place, [update(docs[0]!)])
    const facts = (await inPlace(place, (tx) => factsOf(tx, letter.code)))!
    assert.include(facts, { state: 'void', number: letter.number })
    assert.equal(await codeOf(() => giveBack('Sekali lagi')), 'E_FINALISE_STATE')
  })
})
