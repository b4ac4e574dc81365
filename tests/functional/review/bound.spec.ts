import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { zoneOfProvince } from '#domain/zone'
import { clock } from '#services/clock'
import { showMoment } from '#services/format'
import { query, scope } from '#services/scope'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences } from '#verification/store/index'
import { changed, household, NOON } from '#tests/functional/imports/support'
import { aceHere } from '#tests/support/ace'
import { untilSomebodyWaits } from '#tests/support/locks'
import { supervisorOf } from '#tests/support/people'
import { actorOf, openOffice, received, textOf, workingOf, write, type Office } from './support.js'

const LATER = new Date('2026-11-25T06:30:00Z')

interface Desk extends Office {
  village: string
  colleague: User
}

/** Three clean updates in one village, one in another; K04 is untouched. */
async function threeClean(): Promise<Desk> {
  const office = await openOffice(([a, b]) => [
    ...['K01', 'K02', 'K03', 'K04'].map((key, n) => household(key, a!, n + 1)),
    household('K05', b!, 5),
  ])
  const [a, b] = office.regency.villages
  const edit = (key: string, village: string, n: number) => received(changed(household(key, village, n), { alamat: `JL ${key}` }))
  await write(office, edit('K01', a!, 1), edit('K02', a!, 2), edit('K03', a!, 3), edit('K05', b!, 5))
  return { ...office, village: a!, colleague: await supervisorOf(office.regency.code) }
}

const post = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

/** Hidden fields of the form that sends to an address. */
function fieldsOf(html: string, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? ''
  const fields = [...form.split('</form>')[0]!.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(fields.map(([, name, value]) => [name!, value!]).filter(([name]) => name !== '_csrf'))
}

const CLEAN = '/bdt/keputusan/terima-bersih'
const MANY = '/bdt/keputusan/banyak'

async function shownClean(client: ApiClient, { village, supervisor }: Desk, user = supervisor) {
  const page = await client.get(`/bdt/perbaikan?desa=${village}`).loginAs(user)
  return fieldsOf(page.text(), CLEAN)
}

async function shownMany(client: ApiClient, desk: Desk, take: string, user = desk.supervisor) {
  const form = { take, jenis: 'existing', all: '1', desa: desk.village, status: 'received' }
  const page = await post(client, user, '/bdt/keputusan/tinjau', form)
  page.assertStatus(200)
  return fieldsOf(page.text(), MANY)
}

const states = (desk: Desk) => Promise.all(['K01', 'K02', 'K03', 'K05'].map(async (key) => (await workingOf(desk, key))!.state))

const acts = (desk: Desk) =>
  desk.act((tx) =>
    query<{ action: string; count: number; by: string }>(
      tx,
      `select action, cast(data->>'count' as int) as count, user_name as by from activities where regency_code = ? and action like 'update.%' order by at`,
      [desk.regency.code],
    ),
  )

const NOTHING_DONE = ['received', 'received', 'received', 'received']

test.group('An act on many updates', (group) => {
  group.each.teardown(() => clock.restore())

  test('"Terima 3 tanpa masalah" accepts exactly those three; sent again it says who did it, and changes nothing', async ({
    client,
    assert,
  }) => {
    const desk = await threeClean()
    const form = await shownClean(client, desk)
    assert.equal(form.jumlah, '3')
    const first = await post(client, desk.supervisor, CLEAN, form)
    first.assertStatus(302)
    assert.equal(first.flashMessage('success'), `3 perubahan tanpa masalah di ${await nameOf(desk)} diterima.`)
    const second = await post(client, desk.supervisor, CLEAN, form)
    second.assertStatus(302)
    assert.include(
      second.flashMessage('info'),
      `sudah dijalankan oleh ${desk.supervisor.name} pada ${showMoment(zoneOfProvince(desk.regency.province), NOON)}`,
    )
    assert.include(second.flashMessage('info'), '3 perubahan diterima')
    assert.equal(second.header('location'), first.header('location'))
    assert.deepEqual(await states(desk), ['accepted', 'accepted', 'accepted', 'received'])
    assert.deepEqual(await acts(desk), [{ action: 'update.accept', count: 3, by: desk.supervisor.name }])
    assert.deepEqual(await desk.act((tx) => recapDifferences(tx, desk.place)), [])
  })

  test('does nothing when a file came in since, says what came from whom, and goes on with the new number', async ({
    client,
    assert,
  }) => {
    const desk = await threeClean()
    const form = await shownClean(client, desk)
    clock.freeze(LATER)
    await write(desk, received(changed(household('K04', desk.village, 4), { alamat: 'JL K04' })))
    const asked = await post(client, desk.supervisor, CLEAN, form)
    asked.assertStatus(409)
    const text = textOf(asked.text())
    assert.include(text, 'Belum ada yang diubah.')
    assert.include(text, 'Saat itu 3 perubahan, sekarang 4.')
    assert.include(
      text,
      `Import berkas oleh ${desk.supervisor.name}: 1 data, terakhir ${showMoment(zoneOfProvince(desk.regency.province), LATER)}`,
    )
    assert.include(text, 'Terima 4 perubahan')
    assert.deepEqual(await states(desk), NOTHING_DONE)
    assert.lengthOf(await acts(desk), 0)
    const confirmed = await post(client, desk.supervisor, CLEAN, fieldsOf(asked.text(), CLEAN))
    confirmed.assertStatus(302)
    assert.deepEqual(await states(desk), ['accepted', 'accepted', 'accepted', 'received'])
    assert.equal((await workingOf(desk, 'K04'))!.state, 'accepted')
  })

  test('does nothing when the same number holds other answers by now', async ({ client, assert }) => {
    const desk = await threeClean()
    const form = await shownMany(client, desk, 'accept')
    assert.include(form, { jumlah: '3', all: '1', desa: desk.village, status: 'received' })
    clock.freeze(LATER)
    await write(desk, received(changed(household('K02', desk.village, 2), { alamat: 'JL LAIN' }), { version: 1 }))
    const asked = await post(client, desk.supervisor, MANY, form)
    asked.assertStatus(409)
    assert.include(textOf(asked.text()), 'Jumlahnya tetap 3, tetapi isinya bukan lagi yang Anda lihat.')
    assert.deepEqual(await states(desk), NOTHING_DONE)
  })

  test('chosen rows are bound to what was shown just as a filter is, and a typed reason is not lost', async ({
    client,
    assert,
  }) => {
    const desk = await threeClean()
    const chosen = { take: 'reject', jenis: 'existing', 'ids[]': ['K01', 'K02'] }
    const page = await post(client, desk.supervisor, '/bdt/keputusan/tinjau', chosen)
    const form = { ...chosen, ...fieldsOf(page.text(), MANY), 'ids[]': ['K01', 'K02'], reason: 'Ganda dengan desa lain' }
    clock.freeze(LATER)
    const by = actorOf(desk.colleague)
    await scope.run(scope.of(desk.regency.code, by), (tx) =>
      decideUpdates(tx, desk.place, ['K02'], { take: 'reject', reason: 'Pindah' }),
    )
    const asked = await post(client, desk.supervisor, MANY, form)
    asked.assertStatus(409)
    const text = textOf(asked.text())
    assert.include(text, 'Saat itu 2 perubahan, sekarang 1.')
    assert.include(text, `Keputusan oleh ${desk.colleague.name}: 1 data`)
    assert.include(asked.text(), 'Ganda dengan desa lain</textarea>')
    assert.equal((await workingOf(desk, 'K01'))!.state, 'received')
    assert.equal((await workingOf(desk, 'K02'))!.decidedReason, 'Pindah')
  })

  test('without the reason it needs comes back with its form, and one that is refused leads to the list', async ({
    client,
    assert,
  }) => {
    const desk = await threeClean()
    const form = await shownMany(client, desk, 'withdraw')
    const bare = await post(client, desk.supervisor, MANY, { ...form, reason: '  ' })
    bare.assertStatus(422)
    assert.include(textOf(bare.text()), 'Tuliskan alasan keputusan ini')
    assert.deepInclude(fieldsOf(bare.text(), MANY), { jumlah: '3', pilihan: form.pilihan, take: 'withdraw' })
    clock.freeze(new Date('2027-01-20T05:00:00Z'))
    const late = await post(client, desk.supervisor, MANY, { ...form, reason: 'Salah desa' })
    late.assertStatus(302)
    assert.match(late.header('location') ?? '', /^\/bdt\/perbaikan\?/)
    assert.include(late.flashMessage('error'), 'berakhir pada 14-01-2027')
    assert.deepEqual(await states(desk), NOTHING_DONE)
  })

  test('that says nothing of what was shown is asked to confirm first', async ({ client, assert }) => {
    const desk = await threeClean()
    const bare = { take: 'accept', jenis: 'existing', all: '1', desa: desk.village }
    ;(await post(client, desk.supervisor, MANY, bare)).assertStatus(409)
    ;(await post(client, desk.supervisor, CLEAN, { desa: desk.village })).assertStatus(409)
    ;(await post(client, desk.supervisor, CLEAN, { desa: desk.village, jumlah: '3', pilihan: 'x' })).assertStatus(409)
    assert.deepEqual(await states(desk), NOTHING_DONE)
  })

  test('of two supervisors at the same moment is done once; the other is told who did it', async ({ client, assert }) => {
    const desk = await threeClean()
    const [mine, theirs] = [await shownClean(client, desk), await shownClean(client, desk, desk.colleague)]
    const answers = await Promise.all([
      post(client, desk.supervisor, CLEAN, mine),
      post(client, desk.colleague, CLEAN, theirs),
      post(client, desk.supervisor, CLEAN, mine),
    ])
    for (const answer of answers) answer.assertStatus(302)
    assert.lengthOf(
      answers.filter((answer) => answer.flashMessage('success')),
      1,
    )
    const { by } = (await acts(desk))[0]!
    for (const answer of answers.filter((one) => one.flashMessage('info'))) {
      assert.include(answer.flashMessage('info'), `sudah dijalankan oleh ${by}`)
    }
    assert.lengthOf(await acts(desk), 1)
    assert.equal((await workingOf(desk, 'K01'))!.version, 2)
  })

  test('of two supervisors who decide differently is done by one, and the other sees whose decision stands', async ({
    client,
    assert,
  }) => {
    const desk = await threeClean()
    const accept = await shownMany(client, desk, 'accept')
    const reject = { ...(await shownMany(client, desk, 'reject', desk.colleague)), reason: 'Tidak sesuai' }
    const answers = await Promise.all([post(client, desk.supervisor, MANY, accept), post(client, desk.colleague, MANY, reject)])
    assert.deepEqual(answers.map((answer) => answer.status()).sort(), [302, 409])
    const winner = (await acts(desk))[0]!
    assert.lengthOf(await acts(desk), 1)
    const state = winner.action === 'update.accept' ? 'accepted' : 'rejected'
    assert.deepEqual(await states(desk), [state, state, state, 'received'])
    const told = textOf(answers.find((answer) => answer.status() === 409)!.text())
    assert.include(told, `Pilihan yang Anda lihat sudah diputuskan oleh ${winner.by}`)
  })

  test('that meets a colleague who is saving one of the records changes nothing and shows it anew', async ({
    client,
    assert,
  }) => {
    const desk = await threeClean()
    const form = await shownClean(client, desk)
    clock.freeze(LATER)
    let saved = () => undefined as void
    const gate = new Promise<void>((open) => (saved = open))
    let decided = () => undefined as void
    const holding = new Promise<void>((open) => (decided = open))
    const saving = scope.run(scope.of(desk.regency.code, actorOf(desk.colleague)), async (tx) => {
      await decideUpdates(tx, desk.place, ['K03'], { take: 'return', reason: 'Foto buram' })
      decided()
      await gate
    })
    await holding
    const asking = post(client, desk.supervisor, CLEAN, form)
    const waiting = asking.then((answer) => answer)
    await untilSomebodyWaits()
    saved()
    await saving
    const answer = await waiting
    answer.assertStatus(409)
    assert.include(textOf(answer.text()), 'Saat itu 3 perubahan, sekarang 2.')
    assert.deepEqual(await states(desk), ['received', 'received', 'returned', 'received'])
  })

  test('by command is refused where there are not as many as expected, with the number there is', async ({ assert }) => {
    const desk = await threeClean()
    const accept = (...more: string[]) =>
      aceHere<{ accepted: number; error: { code: string; message: string } }>(
        ...(['update:accept', '--clean', '--village', desk.village, '--as', desk.supervisor.login, '--json', ...more] as const),
      )
    const refused = await accept('--expect', '2')
    assert.equal(refused.code, 1)
    assert.equal(refused.json.error.code, 'E_SELECTION_CHANGED')
    assert.include(refused.json.error.message, 'Sekarang ada 3 perubahan tanpa masalah, bukan 2.')
    assert.deepEqual(await states(desk), NOTHING_DONE)
    assert.equal((await accept('--expect', '3')).json.accepted, 3)
    assert.equal((await accept('--expect', '0')).json.accepted, 0)
  })

  test('a decision on one record sent twice is one decision; a colleague who decides it too is told (S25)', async ({
    client,
    assert,
  }) => {
    const desk = await threeClean()
    const form = { key: 'K01', take: 'return', version: 1, reason: 'Foto buram' }
    const answers = await Promise.all([
      post(client, desk.supervisor, '/bdt/keputusan', form),
      post(client, desk.supervisor, '/bdt/keputusan', form),
    ])
    for (const answer of answers) assert.equal(answer.flashMessage('success'), '1 perubahan dikembalikan.')
    const third = await post(client, desk.supervisor, '/bdt/keputusan', form)
    assert.equal(third.flashMessage('success'), '1 perubahan dikembalikan.')
    assert.equal(third.header('location'), '/bdt/ruta/K01')
    assert.containsSubset(await workingOf(desk, 'K01'), { state: 'returned', version: 2, decidedReason: 'Foto buram' })
    assert.deepEqual(await acts(desk), [{ action: 'update.return', count: 1, by: desk.supervisor.name }])
    const other = await post(client, desk.colleague, '/bdt/keputusan', { ...form, take: 'accept' })
    assert.include(other.flashMessage('error'), 'telah berubah sejak Anda membukanya')
    assert.equal((await workingOf(desk, 'K01'))!.state, 'returned')
  })
})

async function nameOf(desk: Desk): Promise<string> {
  const [row] = await desk.act((tx) => query<{ name: string }>(tx, 'select name from regions where code = ?', [desk.village]))
  return row!.name
}
