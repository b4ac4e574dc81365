import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { clock } from '#services/clock'
import { decideConflict, openConflictsOf } from '#verification/review/conflicts'
import { changed, household, inDesk, NOON, openDesk, take, working } from '#tests/functional/imports/support'
import { openOffice, received, textOf, waivableProblem, workingOf, write, type Office } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import User from '#models/user'

/** The period of `openRegister` closes on 31-12-2026 and may be finalised for 14 days more. */
const CLOSING = new Date('2027-01-05T05:00:00Z')
const OVER = new Date('2027-01-20T05:00:00Z')

const post = (client: ApiClient, { supervisor }: Office, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(supervisor).withCsrfToken().redirects(0)

/** K01 blocked by a waivable problem, K02 clean, K03 returned; the period has closed since. */
async function leftAtClosing(): Promise<Office & { rule: string }> {
  const office = await openOffice(([a]) => ['K01', 'K02', 'K03'].map((key, n) => household(key, a!, n + 1)))
  const [village] = office.regency.villages
  const problem = waivableProblem(office)
  const edit = (key: string, n: number) => changed(household(key, village!, n), { alamat: `JL ${key}` })
  await write(
    office,
    received(edit('K01', 1), { problems: [problem] }),
    received(edit('K02', 2)),
    received(edit('K03', 3), { state: 'returned', decided: { by: null, reason: 'Foto buram' } }),
  )
  clock.freeze(CLOSING)
  return { ...office, rule: problem.rule }
}

test.group('The days of finalising after the closing', (group) => {
  group.each.setup(() => {
    clock.freeze(NOON)
    return () => clock.restore()
  })

  test('a blocker can still be waived, withdrawn or accepted, one by one and in bulk; fields stay as they are', async ({
    client,
    assert,
  }) => {
    const office = await leftAtClosing()
    await post(client, office, '/bdt/keputusan/kecualikan', {
      key: 'K01',
      rule: office.rule,
      reason: 'Dokumen diurus',
      version: 1,
    })
    await post(client, office, '/bdt/keputusan', {
      key: 'K01',
      take: 'accept',
      version: (await workingOf(office, 'K01'))!.version,
    })
    assert.equal((await workingOf(office, 'K01'))?.state, 'accepted')
    const { version } = (await workingOf(office, 'K03'))!
    await post(client, office, '/bdt/keputusan', { key: 'K03', take: 'withdraw', version, reason: 'Tidak kembali' })
    assert.equal((await workingOf(office, 'K03'))?.state, 'withdrawn')
    const bulk = ['update:accept', '--clean', '--village', office.regency.villages[0]!, '--as', office.supervisor.login] as const
    assert.include((await aceHere(...bulk, '--json')).json, { accepted: 1 })
    const edit = await post(client, office, '/bdt/ruta/K02/ubah', {
      blok: 'I',
      version: 2,
      outcome: 'repaired',
      alamat: 'JL LAIN',
    })
    edit.assertStatus(409)
    assert.include(edit.text(), 'Hari terakhir import dan perubahan data')
    assert.equal((await workingOf(office, 'K02'))?.doc.values.alamat, 'JL K02')
  })

  test('a clash left at the closing is solved', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1, { alamat: 'JL ASLI' })])
    const doc = household('H1', desk.village, 1, { alamat: 'JL ASLI' })
    await take(desk, { device: 'PC-1', records: [{ doc: changed(doc, { alamat: 'JL SATU' }) }] })
    await take(desk, { device: 'PC-2', records: [{ doc: changed(doc, { alamat: 'JL DUA' }) }] })
    clock.freeze(CLOSING)
    const { login } = (await User.find(desk.own.actor.id))!
    const [open] = await inDesk(desk, (tx) => openConflictsOf(tx, desk.place, 'H1'))
    const solved = await aceHere('update:decide', `${open!.fileId}:${open!.line}`, '--take', 'file', '--as', login, '--json')
    assert.equal(solved.code, 0)
    assert.equal((await working(desk, 'H1'))?.doc.values.alamat, 'JL DUA')
    await assert.rejects(() => inDesk(desk, (tx) => decideConflict(tx, desk.place, open!, 'ours')))
  })

  test('pages offer the decisions and not the forms, and the list of tasks names only what can be done', async ({
    client,
    assert,
  }) => {
    const office = await leftAtClosing()
    const page = async (path: string) => (await client.get(path).loginAs(office.supervisor)).text()
    const record = await page('/bdt/ruta/K01?tab=masalah')
    assert.include(record, 'putusan-withdraw')
    assert.include(record, 'kecualikan-0')
    assert.notInclude(record, '/bdt/ruta/K01/ubah')
    assert.include(textOf(record), 'Keputusan masih dapat diambil sampai 14-01-2027')
    assert.include(await page('/bdt/perbaikan'), 'name="ids[]"')
    const tasks = textOf(await page('/beranda'))
    assert.include(tasks, 'masuk dan belum diputuskan')
    assert.include(tasks, 'jatuh tempo')
    assert.notInclude(tasks, 'dikembalikan kepada operator')
  })

  test('when those days are over, nothing is decided and nothing is asked for', async ({ client, assert }) => {
    const office = await leftAtClosing()
    clock.freeze(OVER)
    await post(client, office, '/bdt/keputusan', { key: 'K02', take: 'accept', version: 1 })
    assert.equal((await workingOf(office, 'K02'))?.state, 'received')
    const record = (await client.get('/bdt/ruta/K02').loginAs(office.supervisor)).text()
    assert.notInclude(record, 'putusan-accept')
    const tasks = textOf((await client.get('/beranda').loginAs(office.supervisor)).text())
    assert.notInclude(tasks, 'masuk dan belum diputuskan')
  })
})
