import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { conflictsOf } from '#verification/review/conflict_view'
import { decideConflict, openConflictsOf } from '#verification/review/conflicts'
import { viewRecord } from '#verification/review/record_view'
import { findRow } from '#verification/lists/list'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences, StaleRecordsError } from '#verification/store/index'
import User from '#models/user'
import { changed, household, inDesk, openDesk, take, working, type Desk } from '#tests/functional/imports/support'

/** Two computers changed the same two answers of one household to different values, and one answer each alone. */
async function clash(): Promise<Desk & { target: { fileId: string; line: number } }> {
  const desk = await openDesk((village) => [household('H1', village, 1, { alamat: 'JL ASLI', lantai: 6, jumlah_kamar: 1 })])
  const doc = household('H1', desk.village, 1, { alamat: 'JL ASLI', lantai: 6, jumlah_kamar: 1 })
  await take(desk, { device: 'PC-1', records: [{ doc: changed(doc, { alamat: 'JL SATU', lantai: 2 }) }] })
  await take(desk, { device: 'PC-2', records: [{ doc: changed(doc, { alamat: 'JL DUA', lantai: 3, jumlah_kamar: 4 }) }] })
  const [open] = await inDesk(desk, (tx) => openConflictsOf(tx, desk.place, 'H1'))
  return { ...desk, target: { fileId: open!.fileId, line: open!.line } }
}

const values = async (desk: Desk) => {
  const { alamat, lantai, jumlah_kamar: rooms } = (await working(desk, 'H1'))!.doc.values
  return { alamat, lantai, rooms }
}

test.group('Clashes', (group) => {
  group.each.teardown(() => clock.restore())

  test('the page names both computers and operators and every field with its three values', async ({ client, assert }) => {
    const desk = await clash()
    const [view] = await inDesk(desk, async (tx) => conflictsOf(tx, desk.place, (await viewRecord(tx, desk.place, 'H1'))!, 'id'))
    assert.containsSubset(view, {
      file: { device: 'PC-2', operator: 'Operator PC-2' },
      ours: { device: 'PC-1', operator: 'Operator PC-1' },
      fields: [
        { id: 'alamat', label: 'Alamat (I.6)', base: 'JL ASLI', theirs: 'JL DUA', ours: 'JL SATU' },
        { id: 'lantai', theirs: '3 · Parket/vinil/permadani', ours: '2 · Keramik' },
      ],
    })
    const page = await client.get('/bdt/ruta/H1').loginAs((await User.find(desk.own.actor.id))!)
    for (const word of ['PC-1', 'Operator PC-2', 'JL SATU', 'JL DUA', 'name="sisi:alamat"']) assert.include(page.text(), word)
  })

  test('decided for the file, what did not clash stays merged', async ({ assert }) => {
    const desk = await clash()
    await inDesk(desk, (tx) => decideConflict(tx, desk.place, desk.target, 'file', 'Kunjungan terakhir'))
    assert.deepEqual(await values(desk), { alamat: 'JL DUA', lantai: 3, rooms: 4 })
    assert.equal((await inDesk(desk, (tx) => findRow(tx, desk.place, 'H1')))?.conflict, false)
    assert.deepEqual(await inDesk(desk, (tx) => recapDifferences(tx, desk.place)), [])
  })

  test('decided for ours, the clashing answers stay and the rest of the file comes in', async ({ assert }) => {
    const desk = await clash()
    await inDesk(desk, (tx) => decideConflict(tx, desk.place, desk.target, 'ours'))
    assert.deepEqual(await values(desk), { alamat: 'JL SATU', lantai: 2, rooms: 4 })
  })

  test('decided field by field in the browser; a field left open is refused and nothing changes', async ({ client, assert }) => {
    const desk = await clash()
    const user = (await User.find(desk.own.actor.id))!
    const send = (form: Record<string, unknown>) =>
      client
        .post('/bdt/keputusan/bentrok')
        .form({ key: 'H1', file: desk.target.fileId, line: desk.target.line, version: 1, take: 'fields', ...form })
        .loginAs(user)
        .withCsrfToken()
        .redirects(0)
    await send({ 'sisi:alamat': 'file' })
    assert.deepEqual(await values(desk), { alamat: 'JL SATU', lantai: 2, rooms: 1 })
    const answer = await send({ 'sisi:alamat': 'file', 'sisi:lantai': 'ours' })
    answer.assertStatus(302)
    assert.deepEqual(await values(desk), { alamat: 'JL DUA', lantai: 2, rooms: 4 })
    assert.equal((await working(desk, 'H1'))?.state, 'received')
    const again = await send({ 'sisi:alamat': 'ours', 'sisi:lantai': 'ours' })
    again.assertStatus(302)
    assert.deepEqual(await values(desk), { alamat: 'JL DUA', lantai: 2, rooms: 4 })
  })

  test('what was written of one clash comes back into its form alone', async ({ client, assert }) => {
    const desk = await clash()
    const doc = household('H1', desk.village, 1, { alamat: 'JL ASLI', lantai: 6, jumlah_kamar: 1 })
    await take(desk, { device: 'PC-3', records: [{ doc: changed(doc, { alamat: 'JL TIGA', lantai: 4 }) }] })
    const { fileId, line } = desk.target
    const page = await client
      .post('/bdt/keputusan/bentrok')
      .header('referer', '/bdt/ruta/H1')
      .form({
        key: 'H1',
        file: fileId,
        line,
        version: 1,
        take: 'fields',
        act: `bentrok-${fileId}-${line}`,
        reason: 'Sudah dikunjungi',
      })
      .loginAs((await User.find(desk.own.actor.id))!)
      .withCsrfToken()
    assert.lengthOf(page.text().match(/<form class="card clash"/g) ?? [], 2)
    assert.include(page.text(), `name="act" value="bentrok-${fileId}-${line}"`)
    assert.lengthOf(page.text().match(/value="Sudah dikunjungi"/g) ?? [], 1)
  })

  test('a clash shown before a colleague saved is not decided over his edit', async ({ assert }) => {
    const desk = await clash()
    const held = (await working(desk, 'H1'))!
    await inDesk(desk, (tx) => decideUpdates(tx, desk.place, ['H1'], { take: 'return', reason: 'Periksa alamat' }))
    await assert.rejects(
      () => inDesk(desk, (tx) => decideConflict(tx, desk.place, { ...desk.target, version: held.version }, 'file')),
      StaleRecordsError,
    )
    assert.include(await working(desk, 'H1'), { state: 'returned', version: held.version + 1 })
  })
})
