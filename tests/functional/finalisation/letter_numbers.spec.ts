import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { generateLetter, lettersOf, previewLetter, returnFinalisation } from '#verification/finalise/index'
import type { Place } from '#verification/store/index'
import { NOON } from '#tests/functional/imports/support'
import { openRegister } from '#tests/support/register'
import { pageTexts } from '#tests/unit/documents/support'
import { contentOfFile, giveProfile, inPlace, periodOf, seal } from './support.js'
import { issue, sealed, textOf } from './letters.js'

const numberFrom = (place: Place, last: number, year = clock.now().getFullYear()) =>
  inPlace(place, (tx) =>
    query(tx, 'insert into letter_counters (regency_code, year, last) values (?, ?, ?)', [place.regency, year, last]),
  )

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
