import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { clock } from '#services/clock'
import { household } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { regencyForTest } from '#tests/support/places'
import { supervisorOf } from '#tests/support/people'
import { openRegister } from '#tests/support/register'

const ROWS = 57
const NAMES = ['UJI; TITIK KOMA', 'UJI "KUTIP"', 'UJI, KOMA']

const openMany = (): Promise<Office> =>
  openOffice(([a, b]) =>
    Array.from({ length: ROWS }, (_, n) => {
      const key = `E${String(n).padStart(3, '0')}`
      const doc = household(key, n < 20 ? a! : b!, n + 1, { nama_krt: NAMES[n] ?? `KEPALA ${key}`, alamat: 'JL UJI' })
      doc.groups.members![0]!.nama = NAMES[n] ?? `KEPALA ${key}`
      return doc
    }),
  )

const keysOf = (csv: string) =>
  csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(';').at(-1)!)

const csvOf = async (client: ApiClient, { supervisor }: Office, query: string) => {
  const answer = await client.get(`/bdt/perbaikan/unduh.csv${query}`).loginAs(supervisor)
  answer.assertStatus(200)
  return answer.text()
}

test.group('An export of a list (S18)', (group) => {
  group.each.teardown(() => clock.restore())

  test('has every row whatever page or length of page the address names', async ({ client, assert }) => {
    const office = await openMany()
    for (const query of ['', '?halaman=2', '?baris=20', '?baris=20&halaman=3', '?halaman=99', '?halaman=-1', '?baris=0']) {
      const keys = keysOf(await csvOf(client, office, query))
      assert.lengthOf(keys, ROWS, query)
      assert.lengthOf([...new Set(keys)], ROWS, query)
    }
  })

  test('has the rows of the filter alone, and none where nothing fits', async ({ client, assert }) => {
    const office = await openMany()
    const [a, b] = office.regency.villages as [string, string]
    const { district } = office.regency
    assert.lengthOf(keysOf(await csvOf(client, office, `?kecamatan=${district}&desa=${a}`)), 20)
    assert.lengthOf(keysOf(await csvOf(client, office, `?kecamatan=${district}&desa=${b}&baris=20&halaman=2`)), 37)
    assert.deepEqual(keysOf(await csvOf(client, office, '?cari=kepala%20e030')), ['E030'])
    const none = await csvOf(client, office, '?cari=tidakada')
    assert.lengthOf(none.trim().split('\r\n'), 1)
  })

  test('has one row for a name with a delimiter, a quote or a comma, and they are whole', async ({ client, assert }) => {
    const csv = await csvOf(client, await openMany(), '')
    for (const name of ['"UJI; TITIK KOMA"', '"UJI ""KUTIP"""', 'UJI, KOMA']) assert.include(csv, name)
    assert.lengthOf(csv.trim().split('\r\n'), ROWS + 1)
  })

  test('names no place of another regency: a filter by one gives no row of either', async ({ client, assert }) => {
    const office = await openMany()
    const other = await regencyForTest()
    await openRegister(other.code, [household('ASING1', other.villages[0]!, 90, { nama_krt: 'ORANG ASING' })])
    const filters = [
      `kecamatan=${other.district}`,
      `kecamatan=${other.district}&desa=${other.villages[0]}`,
      `desa=${other.villages[0]}`,
    ]
    for (const filter of filters) {
      const answer = await client.get(`/bdt/perbaikan/unduh.csv?${filter}`).loginAs(office.supervisor)
      assert.isBelow(answer.status(), 500, filter)
      assert.notInclude(answer.text(), 'ASING', filter)
      if (answer.status() === 200) assert.deepEqual(keysOf(answer.text()), [], filter)
    }
  })
})

test.group('Lists of a neighbour (S20)', (group) => {
  group.each.teardown(() => clock.restore())

  test('are reached by no writing of a filter, of a region or of the address', async ({ client, assert }) => {
    const office = await openMany()
    const stranger = await regencyForTest()
    await openRegister(stranger.code, [household('SENDIRI', stranger.villages[0]!, 91, { nama_krt: 'ORANG SENDIRI' })])
    const user = await supervisorOf(stranger.code)
    const [village] = office.regency.villages
    const { code, district } = office.regency
    const tries = [
      `?kecamatan=${district}`,
      `?kecamatan=${district}&desa=${village}`,
      `?kecamatan[]=${district}&desa[]=${village}`,
      `?kecamatan=${stranger.district}&kecamatan=${district}`,
      `?kecamatan=${district.replaceAll('.', '')}`,
      `?kecamatan=${encodeURIComponent(`${district}%`)}`,
      `?regency=${code}&kode_kab=${code}&wilayah=${code}`,
      `?regency[]=${code}`,
      '?cari=kepala%20e0',
      `?cari=${encodeURIComponent("' or '1'='1")}`,
    ]
    for (const list of ['/bdt/perbaikan', '/bdt/perbaikan/unduh.csv', '/BDT/perbaikan', '/bdt//perbaikan', '/bdt/perbaikan/']) {
      for (const filter of tries) {
        const answer = await client.get(`${list}${filter}`).loginAs(user)
        assert.isBelow(answer.status(), 500, `${list}${filter}`)
        assert.notMatch(answer.text(), /KEPALA E0|\/ruta\/E0/, `${list}${filter}`)
      }
    }
    assert.include((await client.get('/bdt/perbaikan').loginAs(user)).text(), 'ORANG SENDIRI')
  })
})
