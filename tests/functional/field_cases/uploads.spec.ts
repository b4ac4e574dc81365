import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { createImport } from '#verification/imports/acts'
import { withIncoming } from '#verification/imports/unpack'
import { changed, household, importPaths, inDesk, openDesk, writeExport, type Desk } from '#tests/functional/imports/support'
import User from '#models/user'

const ownerOf = async (desk: Desk) => (await User.find(desk.own.actor.id))!

const openOne = () => openDesk((village) => [household('H1', village, 1, { alamat: 'RT 01' })])

const exportOf = (desk: Desk, device: string, name?: string) =>
  writeExport(desk, {
    device,
    ...(name ? { name } : {}),
    records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09' }) }],
  })

const send = (desk: Desk, files: { path: string; name: string }[]) =>
  withIncoming(files, (incoming) => createImport(desk.own, { regency: desk.regency.code, source: 'browser', files: incoming }))

const keptOf = (desk: Desk) =>
  inDesk(desk, (tx) =>
    query<{ name: string; key: string; state: string }>(
      tx,
      `select f.original_name as name, k.disk_key as key, f.state from import_files f left join files k on k.id = f.file_id
       where f.regency_code = ? order by f.original_name`,
      [desk.regency.code],
    ),
  )

test.group('A name that points elsewhere (S21)', (group) => {
  group.each.teardown(() => clock.restore())

  test('is text alone in an import: {name}')
    .with(
      [
        '/etc/uji.siks',
        '..\\..\\uji.siks',
        'C:\\uji.siks',
        '．．／uji.siks',
        '%2e%2e%2fuji.siks',
        '~/uji.siks',
        '$(id).siks',
        '-rf.siks',
      ].map((name) => ({ name })),
    )
    .run(async ({ client, assert }, { name }) => {
      const desk = await openOne()
      const path = await exportOf(desk, 'PC-NAMA')
      const id = await send(desk, [{ path, name }])
      const [kept] = await keptOf(desk)
      assert.equal(kept!.name, name)
      assert.match(kept!.key, /^import\/[\d.]+\/[0-9a-f-]{36}$/)
      const page = await client.get(`/import/${id}`).loginAs(await ownerOf(desk))
      page.assertStatus(200)
      assert.include(page.text().replaceAll('&#x27;', "'"), name)
    })
})

test.group('The same file again (S25)', (group) => {
  group.each.teardown(() => clock.restore())

  test('under another name, or twice in one batch, is told of the first and starts no second import', async ({ assert }) => {
    const desk = await openOne()
    const path = await exportOf(desk, 'PC-SATU')
    await send(desk, [{ path, name: 'pertama.siks' }])
    const refused = await send(desk, [{ path, name: 'kedua (1).siks' }]).then(
      () => 'taken',
      (error: Error) => error.message,
    )
    assert.match(refused, /sudah diterima pada 25-11-2026 .* dengan nama “pertama\.siks”/)
    const twice = await exportOf(desk, 'PC-DUA')
    await importPaths(desk, twice, twice)
    const states = (await keptOf(desk)).map(({ state }) => state).sort()
    assert.lengthOf(
      states.filter((state) => state !== 'refused'),
      2,
    )
  })

  test('at the same moment from two supervisors is one import', async ({ assert }) => {
    const desk = await openOne()
    const path = await exportOf(desk, 'PC-TIGA')
    const answers = await Promise.allSettled(['a.siks', 'b.siks'].map((name) => send(desk, [{ path, name }])))
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    assert.lengthOf(await keptOf(desk), 1)
  })
})
