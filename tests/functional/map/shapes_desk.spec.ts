import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { runJob } from '#services/jobs/run_job'
import { NATIONAL } from '#services/scope'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { withFile } from '#tests/support/shapes'
import { misspelled, shapeOf, villageFile, villagesOf } from './support.js'

test.group('The desk of boundaries', () => {
  test('the desk takes a file, its worker imports it once, and what waits is decided there', async ({ client, assert }) => {
    const regency = await regencyForTest()
    const [first] = await villagesOf(regency.district)
    const staff = await ministryStaff()
    const file = await villageFile(regency, ({ name }, at) => (at === 0 ? misspelled(name) : name))
    const fields = { tingkat: 'village', wilayah: regency.code, sistem: '', sumber: 'Uji', lisensi: 'CC0' }
    const send = (more: Record<string, string> = {}, locale = 'id') =>
      withFile('batas.geojson', file, (path) =>
        client
          .post('/admin/peta')
          .fields({ ...fields, ...more })
          .file('berkas', path)
          .withSession({ locale })
          .loginAs(staff)
          .withCsrfToken()
          .redirects(0),
      )
    const refused = await send({ lisensi: '' })
    refused.assertFlashMessage('error', 'Isi sumber dan lisensi berkas; keduanya ditampilkan pada setiap peta.')
    const english = await send({ wilayah: '99.99' }, 'en')
    english.assertFlashMessage('error', 'Region 99.99 is not in the list of regions.')
    const answer = await send()
    const job = /kerja=([0-9a-f-]{36})/.exec(String(answer.header('location')))![1]!
    assert.isTrue(await runJob(job, NATIONAL, 'uji'))
    assert.isFalse(await runJob(job, NATIONAL, 'uji'))
    const page = await client.get('/admin/peta').loginAs(staff)
    page.assertTextIncludes(misspelled(first!.name).replaceAll("'", '&#39;'))
    const { id } = await db
      .connection()
      .from('shape_candidates as c')
      .join('shape_imports as i', 'i.id', 'c.import_id')
      .where('i.within_code', regency.code)
      .where('c.state', 'waiting')
      .select('c.id')
      .first()
    const other = await ministryStaff()
    const decide = (user: typeof staff) =>
      client.post(`/admin/peta/${id}/tetapkan`).form({ wilayah: first!.code }).loginAs(user).withCsrfToken().redirects(0)
    ;(await decide(staff)).assertFlashMessage('success', `"${misspelled(first!.name)}" ditetapkan sebagai ${first!.name}.`)
    assert.include(String((await decide(other)).flashMessage('error')), `oleh ${staff.name}`)
    const late = await decide(other).withSession({ locale: 'en' })
    late.assertFlashMessage('error', `"${misspelled(first!.name)}" was confirmed by ${staff.name} already. Load the page again.`)
    const after = await client.get('/admin/peta').loginAs(staff)
    after.assertTextIncludes(`${file.features.length} / ${file.features.length}`)
    assert.equal((await shapeOf(first!.code)).confirmed_by_name, staff.name)
  })

  test('the desk is the ministry’s alone', async ({ client }) => {
    const regency = await regencyForTest()
    const people = [
      await supervisorOf(regency.code),
      await provinceSupervisorOf(regency.province),
      await ministryStaff('auditor'),
    ]
    for (const user of people) (await client.get('/admin/peta').loginAs(user)).assertStatus(404)
  })
})
