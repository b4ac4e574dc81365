import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { recordActivity } from '#services/activity'
import { announcementsFor } from '#services/announcements/announcements'
import { writeFeedback } from '#services/announcements/feedback'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { testRegister } from '../finalisation/support.js'
import { as } from './support.js'

interface Refused {
  error: { code: string; message: string; fields?: Record<string, string> }
}

test.group('Commands of the desks', () => {
  test('announcements and documents are published and withdrawn as on their pages', async ({ assert }) => {
    const { code } = await regencyForTest()
    const [staff, supervisor] = [await ministryStaff(), await supervisorOf(code)]
    const by = ['--as', staff.login, '--json']
    const day = ['--from', '2026-11-01']
    const made = await aceHere<{ id: string }>(
      'announcement:publish',
      '--title',
      `Perintah ${code}`,
      '--text',
      'Isi',
      '--region',
      code,
      ...day,
      ...by,
    )
    assert.equal(made.code, 0)
    const titles = async () => (await as(supervisor, (tx) => announcementsFor(tx, '2026-11-26'))).map(({ title }) => title)
    assert.include(await titles(), `Perintah ${code}`)
    assert.equal((await aceHere('announcement:withdraw', made.json.id, ...by)).code, 0)
    assert.notInclude(await titles(), `Perintah ${code}`)
    const bad = await aceHere<Refused>('announcement:publish', '--title', 'x', '--text', 'y', '--from', 'besok', ...by)
    assert.equal(bad.code, 1)
    assert.equal(bad.json.error.code, 'E_DESK_FIELDS')
    assert.property(bad.json.error.fields, 'valid_from')
    const refused = await aceHere<Refused>(
      'announcement:publish',
      '--title',
      'x',
      '--text',
      'y',
      ...day,
      '--as',
      supervisor.login,
      '--json',
    )
    assert.equal(refused.json.error.code, 'E_DESK_RIGHT')
    const folder = await mkdtemp(join(tmpdir(), 'siks-desk-'))
    try {
      await writeFile(join(folder, 'daftar.csv'), 'a;b\n1;2\n')
      const document = await aceHere<{ id: string; content_type: string }>(
        'document:publish',
        join(folder, 'daftar.csv'),
        '--kind',
        'cutoff',
        '--title',
        'Cut-off',
        ...day,
        ...by,
      )
      assert.equal(document.json.content_type, 'text/csv')
      assert.equal((await aceHere('document:withdraw', document.json.id, ...by)).code, 0)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('feedback is answered, a remark is sent, and both only by who may', async ({ assert }) => {
    const { regency } = await testRegister(1)
    const [staff, province, writer] = [
      await ministryStaff(),
      await provinceSupervisorOf(regency.province),
      await supervisorOf(regency.code),
    ]
    const { id } = await as(writer, (tx) => writeFeedback(tx, writer, { category: 'wish', body: 'Usul' }, null))
    const answered = await aceHere<{ receipt: string }>(
      'feedback:answer',
      id,
      '--text',
      'Dicatat.',
      '--as',
      staff.login,
      '--json',
    )
    assert.match(answered.json.receipt, /^MS-/)
    const twice = await aceHere<Refused>('feedback:answer', id, '--text', 'Lagi.', '--as', staff.login, '--json')
    assert.equal(twice.json.error.code, 'E_DESK_ANSWERED')
    const remark = ['remark:send', '--regency', regency.code, '--text', 'Mohon dipercepat.', '--json', '--as']
    assert.equal((await aceHere(...(remark as [string, ...string[]]), province.login)).code, 0)
    assert.equal((await aceHere<Refused>(...(remark as [string, ...string[]]), staff.login)).json.error.code, 'E_DESK_RIGHT')
    const list = await aceHere<{ regencies: { code: string; rank: number }[] }>(
      'progress:list',
      'bdt',
      '--province',
      regency.province,
      '--as',
      province.login,
      '--json',
    )
    assert.isTrue(list.json.regencies.some(({ code }) => code === regency.code))
  })

  test('the log of a region is checked by the auditor, and the health is told to who asks', async ({ assert }) => {
    const { code } = await regencyForTest()
    await inScope(code, (tx) => recordActivity(tx, { action: 'test.ran', regency: code }))
    const auditor = await ministryStaff('auditor')
    const checked = await aceHere<{ problems: unknown[]; unsealed: number }>(
      'log:check',
      '--region',
      code,
      '--as',
      auditor.login,
      '--json',
    )
    assert.deepEqual([checked.code, checked.json.problems], [0, []])
    assert.equal((await aceHere<Refused>('log:check', '--region', '99.99', '--json')).code, 1)
    const health = await aceHere<{ lights: Record<string, string>; database: { migrations: { pending: string[] } } }>(
      'health:report',
      '--json',
    )
    assert.deepEqual(health.json.database.migrations.pending, [])
    assert.property(health.json.lights, 'backup')
  })
})
