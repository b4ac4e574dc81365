import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { clock } from '#services/clock'
import { testRegister } from '#tests/functional/finalisation/support'
import { ministryStaff, supervisorOf } from '#tests/support/people'

const NOON = new Date('2026-12-28T05:00:00Z')

/** Names of the fields that a page marks as refused, after a form of it was sent. */
async function refusedFields(client: ApiClient, user: User, page: string, action: string, form: Record<string, string>) {
  const answer = await client.post(action).header('referer', page).loginAs(user).withCsrfToken().form(form)
  const tags = answer.text().match(/<(?:input|select|textarea|fieldset)[^>]*aria-invalid="true"[^>]*>/g) ?? []
  return tags.map((tag) => /name="([^"]+)"/.exec(tag)?.[1] ?? 'choices')
}

test.group('A refusal stands at its field', (group) => {
  group.each.setup(() => {
    clock.freeze(NOON)
    return () => clock.restore()
  })

  test('on the pages of a regency', async ({ client, assert }) => {
    const { place, regency } = await testRegister(2)
    const supervisor = await supervisorOf(place.regency)
    const village = regency.villages[0]!
    const cases: [page: string, action: string, form: Record<string, string>, fields: string[]][] = [
      ['/bdt/finalisasi', '/bdt/finalisasi/permohonan', { until_on: '', reason: 'Banjir di dua desa' }, ['until_on']],
      ['/bdt/finalisasi', '/bdt/finalisasi/permohonan', { until_on: '31-02-2027', reason: 'Banjir' }, ['until_on']],
      ['/bdt/finalisasi', '/bdt/finalisasi/permohonan', { until_on: '01-12-2026', reason: 'Banjir di desa' }, ['until_on']],
      ['/bdt/finalisasi', '/bdt/finalisasi/permohonan', { until_on: '20-01-2027', reason: ' . ' }, ['reason']],
      ['/bdt/perbandingan', '/bdt/perbandingan', { before: '', after: '' }, ['after']],
      ['/bdt/perbaikan', '/bdt/tampilan', { jenis: 'existing', nama: '  ' }, ['nama']],
      ['/bdt/perbaikan', '/bdt/tampilan', { jenis: 'existing', nama: 'panjang '.repeat(100) }, ['nama']],
      [`/bdt/berita-acara/${village}`, `/bdt/berita-acara/${village}`, { number: '1', held_on: '01-12-2026' }, ['scan']],
      ['/kesos', '/kesos/cari', { cara: 'nomor', act: 'menurut-nomor', nomor: '12', keperluan: 'verval' }, ['nomor']],
      ['/kesos', '/kesos/cari', { cara: 'nama', act: 'menurut-nama', nama: 'SITI AMINAH', keperluan: '' }, ['keperluan']],
      ['/kesos', '/kesos/cari', { cara: 'nama', act: 'menurut-nama', nama: 'SITI AMINAH', keperluan: 'verval' }, ['desa']],
      ['/kesos/daftar', '/kesos/daftar', { daftar: '', keperluan: 'verval' }, ['daftar']],
    ]
    for (const [page, action, form, fields] of cases) {
      const told = `${action} ${JSON.stringify(form)}`
      assert.deepEqual(await refusedFields(client, supervisor, page, action, form), fields, told)
    }
  })

  test('on the desks of the ministry', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const cases: [page: string, action: string, form: Record<string, string>, fields: string[]][] = [
      ['/admin/modul/bdt/33.71', '/admin/modul/bdt/33.71', { ke: '', reason: 'Uji coba' }, ['choices']],
      ['/admin/modul/bdt/33.71', '/admin/modul/bdt/33.71', { ke: 'off', mulai: '01-01-2020', reason: 'Uji coba' }, ['mulai']],
      ['/admin/modul/bdt/33.71', '/admin/modul/bdt/33.71', { ke: 'off', sampai: '01-01-2020', reason: 'Uji coba' }, ['sampai']],
    ]
    for (const [page, action, form, fields] of cases) {
      const told = `${action} ${JSON.stringify(form)}`
      assert.deepEqual(await refusedFields(client, officer, page, action, form), fields, told)
    }
  })
})
