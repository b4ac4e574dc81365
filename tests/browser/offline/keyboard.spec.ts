import { test } from '@japa/runner'
import type { Page } from 'playwright'
import type { ChildRow, RecordDoc, Value, Values } from '#verification/instrument'
import { formatDate } from '#domain/calendar_date'
import { household } from './records.js'
import { becomes, eventually } from '#tests/support/patience'
import { computers } from './browser.js'
import { exportFrom, openHousehold, openPackageIn, openStep, packageOf, question, VILLAGE } from './support.js'

/** Answers of a proposal of four members, as the paper form has them. */
function proposal(): RecordDoc {
  const { values, groups } = household(50)
  const { idbdt: _idbdt, percentile: _percentile, ...answers } = values
  const people = groups.members!.map(({ idartbdt: _id, ...row }) => row as ChildRow)
  const son = {
    ...people[2]!,
    nama: 'UJI ADIK',
    nik: '3201010403169930',
    jns_kel: 1,
    tgl_lahir: '2016-03-04',
    umur: 10,
    kelas_tertinggi: 4,
  }
  delete (son as Values).sta_hamil
  return { key: '', values: { ...answers, jumlah_art: 4 }, groups: { ...groups, members: [...people, son] } }
}

/** A value as a person types it. */
function keysOf(value: Value | undefined): string {
  if (value === undefined) return ''
  if (/^\d{4}-\d\d-\d\d$/.test(String(value))) return formatDate(String(value)).replaceAll('-', '')
  return String(value).replace('.', ',')
}

/** Resolves when the page has been drawn anew, after which it has put the cursor where it belongs. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Where the cursor stands, once it stands on a question or on the way to the next page. */
async function focused(page: Page): Promise<{ question: string; isNext: boolean }> {
  const at = await page.waitForFunction(() => {
    const { q, next } = (document.activeElement as HTMLElement).dataset
    return q !== undefined || next !== undefined ? { question: q ?? '', isNext: next !== undefined } : null
  })
  return (await at.jsonValue())!
}

test.group('The keyboard is enough', () => {
  test('a proposal of four members is typed in and saved without the mouse', async ({ assert, cleanup }) => {
    const pack = await packageOf([household(1)])
    const { page, complaints } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    const wanted = proposal()
    await page.getByRole('button', { name: 'Usulan baru' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-step="I"]').waitFor()
    await drawn(page)
    const order: string[] = []
    let business = false
    for (let typed = 0; typed < 400; typed++) {
      const { question: id, isNext } = await focused(page)
      if (id === 'outcome') break
      if (isNext) {
        const step = await page.locator('[aria-current="step"]').getAttribute('data-step')
        if (step?.startsWith('IV.') && order.length < 4) await page.keyboard.press('F7')
        else if (step === 'V' && !business) {
          business = true
          await page.keyboard.press('F7')
        } else await page.keyboard.press('Enter')
        await drawn(page)
        continue
      }
      const [group = '', key = '', name = ''] = id.split('/')
      if (group === 'members' && !order.includes(key)) order.push(key)
      const row = group === 'households' ? wanted.values : wanted.groups[group]![group === 'members' ? order.indexOf(key) : 0]!
      const text = keysOf(row[name])
      if (text !== '') await page.keyboard.type(text)
      if ((await focused(page)).question === id) await page.keyboard.press('Enter')
      assert.notEqual((await focused(page)).question, id, `the cursor stays at ${id}`)
    }
    await page.keyboard.press('Control+Enter')
    await page.locator('[data-notice]').waitFor()
    const { records } = await exportFrom(page, pack)
    assert.lengthOf(records, 1)
    const [made] = records as [(typeof records)[number]]
    assert.deepEqual([made.kind, made.outcome, made.rev], ['new', 'new', 1])
    assert.match(made.key, /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    assert.deepEqual(made.values, { ...wanted.values, village_code: VILLAGE })
    const [family] = made.groups.families as [ChildRow]
    assert.deepEqual(answersOf(made.groups.families!), answersOf(wanted.groups.families!))
    assert.sameDeepMembers(answersOf(made.groups.members!), answersOf(wanted.groups.members!))
    assert.isTrue(made.groups.members!.every(({ family_key: owner }) => owner === family.key))
    assert.deepEqual(answersOf(made.groups.businesses!), answersOf(wanted.groups.businesses!))
    assert.deepEqual(complaints, [])
  })

  test('a dead head gets a successor in the same act; a member moves to a new family; same as before copies', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([household(1), household(2)])
    const { page, complaints } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    const { key } = household(1)
    await openHousehold(page, key)
    await openStep(page, 'IV.1')
    await question(page, 'members', `${key}01`, 'sta_keberadaan_art').fill('2')
    await page.getByText('Tentukan penggantinya').waitFor()
    await page.locator('[data-heir]').fill('1')
    await page.getByText('UJI ISTRI menjadi kepala').waitFor()
    await openStep(page, 'IV.2')
    for (const role of ['hub_krt', 'hubkel']) await becomes(() => question(page, 'members', `${key}02`, role).inputValue(), '1')
    await openStep(page, 'IV.3')
    await question(page, 'members', `${key}03`, 'nuk').fill('2')
    await question(page, 'members', `${key}03`, 'hubkel').fill('1')
    await question(page, 'members', `${key}03`, 'tmp_lahir').focus()
    await page.keyboard.press('F2')
    await openStep(page, 'I')
    await becomes(() => question(page, 'households', '', 'nama_krt').inputValue(), 'UJI ISTRI')
    await page.locator('legend', { hasText: 'Keluarga 2' }).waitFor()
    await page.getByRole('button', { name: 'Betulkan', exact: true }).first().click()
    await page.keyboard.press('F9')
    await page.locator('[data-notice]').waitFor()
    const { records } = await exportFrom(page, pack)
    const [{ values, groups }] = records as [(typeof records)[number]]
    assert.deepEqual([values.nama_krt, values.jumlah_art, values.jumlah_keluarga], ['UJI ISTRI', 2, 2])
    const member = (at: number) => groups.members!.find((row) => row.key === `${key}0${at}`)!
    assert.deepEqual([member(1).sta_keberadaan_art, member(2).hub_krt, member(2).hubkel], [2, 1, 1])
    const second = groups.families!.find(({ nuk }) => nuk === 2)!
    assert.equal(member(3).family_key, second.key)
    assert.equal(member(3).tmp_lahir, member(2).tmp_lahir)
    assert.deepEqual(complaints, [])
  })

  test('Enter acts on what has the focus; a number is typed as it comes; throwing away is asked twice', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([household(1), household(2)])
    const { page, complaints } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    await page.getByRole('button', { name: 'Daftar', exact: true }).click()
    await page.locator('[data-row]').first().waitFor()
    await page.getByRole('button', { name: 'Ekspor', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Nama operator').waitFor()
    await becomes(() => page.locator('.record').count(), 0)
    await page.getByRole('button', { name: 'Daftar', exact: true }).click()
    await page.getByLabel('Cari nama').press('Enter')
    await page.locator('[data-step="I"]').waitFor()

    await openStep(page, 'III')
    const floor = page.locator('[data-q="households//luas_lantai"]')
    await floor.press('Control+A')
    for (const key of '48,05') await page.keyboard.press(key)
    await becomes(() => floor.inputValue(), '48,05')
    await floor.press('Control+A')
    for (const key of '1.250') await page.keyboard.press(key)
    await becomes(() => floor.inputValue(), '1.250')
    await page.keyboard.press('Enter')
    await becomes(() => floor.inputValue(), '1250')

    await page.getByRole('button', { name: 'Buang isian' }).click()
    await page.getByRole('button', { name: 'Tekan sekali lagi' }).waitFor()
    await becomes(() => floor.inputValue(), '1250')
    await page.getByRole('button', { name: 'Tekan sekali lagi' }).click()
    await page.getByText('Isian dibuang').waitFor()
    assert.deepEqual(complaints, [])
  })

  test('in the musdes list a key held down decides one household, the last decision is taken back, a correction is decided in the form', async ({
    assert,
    cleanup,
  }) => {
    const pack = await packageOf([1, 4, 7].map((n) => household(n)))
    const { page, complaints } = await (await computers(cleanup))()
    await openPackageIn(page, pack.path)
    await page.getByRole('button', { name: 'Musdes cepat' }).click()
    const rows = page.locator('[data-row]')
    const outcomes = () => page.locator('[data-row] .row-outcome b').allInnerTexts()
    const told = (wanted: string[]) => eventually('the outcomes', outcomes, (found) => found.join() === wanted.join())
    await rows.first().focus()
    await page.keyboard.down('3')
    for (let n = 0; n < 5; n++) await page.keyboard.down('3')
    await page.keyboard.up('3')
    await told(['Mampu', '', ''])
    await page.getByRole('button', { name: 'Batalkan' }).click()
    await told(['', '', ''])
    await rows.first().press('2')
    await told(['Tetap', '', ''])
    // The longest list of outcomes has a key for each of them.
    await page.locator('#fast-module').selectOption('bsp')
    await becomes(async () => (await page.locator('.legend kbd').allInnerTexts()).join(' '), '1 2 3 4 5 6 7 8 9 0 - = [ Enter')
    await page.getByText('Paket ini tidak memuat data dari modul ini.').waitFor()
    await page.locator('#fast-module').selectOption('bdt')

    await rows.first().press('Enter')
    await question(page, 'households', '', 'alamat').fill('RT 09/RW 09')
    await page.keyboard.press('F9')
    await page.locator('[data-row] .row-outcome b', { hasText: 'Perbaikan' }).waitFor()
    await rows.first().press('2')
    await page.getByText('sudah diubah pada formulir').waitFor()
    await page.keyboard.press('F9')
    const { records } = await exportFrom(page, pack)
    assert.deepEqual(
      records.map(({ outcome, values }) => [outcome, values.alamat]),
      [['repaired', 'RT 09/RW 09']],
    )
    // A proposal without a locality opens no empty list.
    await page.getByRole('button', { name: 'Usulan baru' }).click()
    await question(page, 'households', '', 'alamat').fill('JALAN USULAN')
    await page.keyboard.press('F9')
    await page.getByRole('button', { name: 'Musdes cepat' }).click()
    await becomes(() => page.locator('#fast-place option').count(), 1)
    await becomes(() => rows.count(), 3)
    assert.deepEqual(complaints, [])
  })
})

/** Rows without their keys. */
function answersOf(rows: readonly ChildRow[]): Values[] {
  return rows.map(({ key: _key, family_key: _family, member_key: _member, ...answers }) => answers as Values)
}
