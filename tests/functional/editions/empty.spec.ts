import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { NATIONAL, query, scope, SYSTEM, type Tx } from '#services/scope'
import { EditionError, publishEdition, requestEmpty } from '#verification/editions/index'
import { runAndWait } from '#services/jobs/run_and_wait'
import { ace } from '#tests/support/ace'
import { ministryStaff } from '#tests/support/people'
import { atDesk } from './desk_support.js'
import { bdt, edition, HOUSEHOLD, load, MEMBER, stored, VILLAGE } from './support.js'

const files = (key: string) => ({
  households: [HOUSEHOLD, [key, VILLAGE, `KEPALA ${key}`, 'RT 01']],
  members: [MEMBER, [key, `M-${key}`, 1, `ORANG ${key}`, '', '1980-02-03', 1]],
})

const REASON = 'Berkas yang dimuat milik SK lain.'

const held = async (id: string) => {
  const rows = await db.connection().from('edition_regencies').where('edition_id', id)
  return rows.map(({ records, persons, loaded_at: at }) => ({ records, persons, loaded: at !== null }))
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((refused: unknown) => refused)
  return error instanceof EditionError ? error.code : `none: ${String(error)}`
}

const empty = (id: string, reason = REASON) => atDesk((tx) => requestEmpty(tx, bdt(), id, reason))

test.group('An edition that the wrong file was loaded into', () => {
  test('is emptied, whole and alone, and takes the right file under its own name', async ({ assert }) => {
    const [id, other] = [await edition('33.71'), await edition('33.71')]
    await load(id, files('H1'))
    await load(other, files('H2'))
    await runAndWait(await empty(id))
    assert.deepEqual(await held(id), [{ records: 0, persons: 0, loaded: false }])
    for (const table of ['bdt_households', 'bdt_families', 'bdt_members']) {
      assert.lengthOf(await stored(table, id, '33.71'), 0, table)
      assert.lengthOf(await stored(table, other, '33.71'), 1, table)
    }
    assert.deepInclude((await load(id, files('H1'))).report, { read: 2, accepted: 2, rejected: 0 })
    assert.deepEqual(await held(id), [{ records: 1, persons: 1, loaded: true }])
    const [act] = await scope.run(scope.of(NATIONAL, SYSTEM), (tx: Tx) =>
      query<{ data: Record<string, unknown> }>(
        tx,
        `select data from activities where action = 'edition.emptied' and object_id = ?`,
        [id],
      ),
    )
    assert.deepInclude(act!.data, { records: 1, regencies: 1, reason: REASON })
  })

  test('an edition in force, an empty one, one that is being emptied and an act without a reason are refused', async ({
    assert,
  }) => {
    const id = await edition('33.71')
    assert.equal(await codeOf(empty(id)), 'E_EDITION_EMPTY')
    await load(id, files('H1'))
    assert.equal(await codeOf(empty(id, 'ya')), 'E_EDITION_REASON')
    const job = await empty(id)
    assert.equal(await codeOf(empty(id)), 'E_EDITION_EMPTY')
    assert.equal(await codeOf(load(id, files('H3'))), 'E_EDITION_EMPTY')
    await runAndWait(job)
    await load(id, files('H1'))
    await atDesk((tx) => publishEdition(tx, bdt(), id))
    assert.equal(await codeOf(empty(id)), 'E_EDITION_PUBLISHED')
    assert.lengthOf(await stored('bdt_households', id, '33.71'), 1)
  })

  test('the desk offers it while an edition is not published, and only with a reason', async ({ client, assert }) => {
    const id = await edition('33.71')
    const officer = await ministryStaff()
    const page = () => client.get(`/admin/data/edisi/${id}`).loginAs(officer)
    assert.notInclude((await page()).text(), 'Kosongkan edisi')
    await load(id, files('H1'))
    assert.include((await page()).text(), 'Kosongkan edisi')
    const post = (reason: string) =>
      client.post(`/admin/data/edisi/${id}/kosongkan`).form({ reason, act: 'kosongkan' }).loginAs(officer).withCsrfToken()
    assert.include((await post('')).text(), 'Tuliskan alasan pengosongan')
    assert.include((await post(REASON)).text(), 'sedang dikosongkan')
  })

  test('edition:empty does it at the console', async ({ assert }) => {
    const id = await edition('33.71')
    await load(id, files('H1'))
    const { code, json } = await ace<{ id: string; state: string }>(
      ...['edition:empty', 'bdt', '--edition', id, '--reason', REASON, '--json'],
    )
    assert.deepEqual([code, json.id, json.state], [0, id, 'loading'])
    assert.deepEqual(await held(id), [{ records: 0, persons: 0, loaded: false }])
  })
})
