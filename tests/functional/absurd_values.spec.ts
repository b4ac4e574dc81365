import { test } from '@japa/runner'
import { faqEntries } from '#services/announcements/faq'
import { clock } from '#services/clock'
import { ministryStaff } from '#tests/support/people'
import { LONG } from '#tests/support/amounts'
import { inScope } from '#tests/support/places'
import { query } from '#services/scope'
import { encodeCursor } from '#verification/lists/filters'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, workingOf, write } from '#tests/functional/review/support'

const ABSURD = [
  ...[
    '99999',
    '-99999',
    '1e12',
    '\0',
    '1.5',
    '1e400',
    'NaN',
    '-0',
    '2147483648',
    '9223372036854775808',
    '999999999999999999999999',
  ],
  ...['', ' ', "' or 1=1 --", '\ud800', '%00', 'x'.repeat(3_000), '[]', '{}', '0001-01-01', '2026-13-45'],
  ...[
    encodeCursor(['1', '2', '3']),
    encodeCursor(['\0', '2', '3']),
    encodeCursor(['1', '2']),
    encodeCursor([]),
    'W10',
    '2026-11-25 12:00:00~x',
  ],
  ...[`294277-01-01 00:00~00000000-0000-4000-8000-000000000000`, `0000000000~00000000-0000-4000-8000-000000000000`],
  ...['2026-02-30 10:00:00+00', '2026-02-03 10:00:00+99'].map((at) => `${at}~00000000-0000-4000-8000-000000000000`),
  ...[`+999999-01-01~00000000-0000-4000-8000-000000000000`, '33.71.99', '00000000-0000-0000-0000-000000000000'],
]
const LIST = [
  ...[
    'kecamatan',
    'desa',
    'hasil',
    'status',
    'masalah',
    'desil',
    'berkas',
    'cari',
    'urut',
    'baris',
    'halaman',
    'sesudah',
    'sebelum',
  ],
]
const PAGES = [
  { page: '/bdt/perbaikan', parameters: [...LIST, 'periode'] },
  { page: '/bdt/usulan-baru', parameters: ['desil', 'sesudah'] },
  { page: '/bdt/rekapitulasi', parameters: ['per', 'jenis', 'kecamatan', 'periode'] },
  { page: '/bdt/ruta/K01', parameters: ['tab', 'periode'] },
  { page: '/bdt/ruta/K01/ubah', parameters: ['blok', 'baris', 'draf'] },
  {
    page: '/import/riwayat',
    parameters: ['status', 'cari', 'modul', 'kecamatan', 'desa', 'baris', 'halaman', 'sesudah', 'sebelum'],
  },
]
const ANSWERS = [200, 302, 303, 400, 404, 409, 422]

/** Every third value, begun elsewhere for each parameter: among those of one page each is asked several times. All under `test:long`. */
const valuesFor = (parameter: number) => (LONG ? ABSURD : ABSURD.filter((_, index) => index % 3 === parameter % 3))

test.group('Absurd values', (group) => {
  group.each.teardown(() => clock.restore())

  test('in every parameter of {page} are answered, never with a fault of the server')
    .with(PAGES)
    .run(async ({ client, assert }, { page, parameters }) => {
      const office = await openOffice(([village]) => [household('K01', village!, 1)])
      const faults: string[] = []
      for (const [at, parameter] of parameters.entries()) {
        for (const value of valuesFor(at)) {
          const asked = `${page}?${new URLSearchParams({ [parameter]: value })}`
          const answer = await client.get(asked).loginAs(office.supervisor).redirects(0)
          if (!ANSWERS.includes(answer.status())) faults.push(`${answer.status()} ${asked}`)
        }
        for (const odd of [`${parameter}[]=1`, `${parameter}[a][b]=1`]) {
          const answer = await client.get(`${page}?${odd}`).loginAs(office.supervisor).redirects(0)
          if (!ANSWERS.includes(answer.status())) faults.push(`${answer.status()} ${page}?${odd}`)
        }
      }
      assert.deepEqual(faults, [])
    })

  test('in every number of a form change nothing and are answered', async ({ client, assert }) => {
    const office = await openOffice(([village]) => [household('K01', village!, 1)])
    const [village] = office.regency.villages
    await write(office, received(changed(household('K01', village!, 1), { alamat: 'JL UJI' })))
    const file = '00000000-0000-4000-8000-000000000000'
    const forms: [path: string, form: Record<string, string>, number: string][] = [
      ['/bdt/keputusan', { key: 'K01', take: 'accept' }, 'version'],
      ['/bdt/keputusan/banyak', { take: 'accept', jenis: 'existing', 'ids[]': 'K01', pilihan: 'x' }, 'jumlah'],
      ['/bdt/keputusan/banyak', { take: 'accept', jenis: 'existing', all: '1', pilihan: 'x', jumlah: '7' }, 'desil'],
      ['/bdt/keputusan/banyak', { take: 'accept', jenis: 'existing', 'ids[]': 'K01', pilihan: 'x', jumlah: '7' }, 'dilihat'],
      ['/bdt/keputusan/bentrok', { key: 'K01', take: 'ours', file, version: '1' }, 'line'],
      ['/bdt/keputusan/bentrok', { key: 'K01', take: 'ours', file, line: '1' }, 'version'],
      ['/bdt/ruta/K01/ubah?blok=I', { alamat: 'JL ABSURD', outcome: 'repaired' }, 'version'],
      ['/bdt/ruta/K01/draf?blok=I', { alamat: 'JL ABSURD' }, 'version'],
      ['/profil', { 'person[name]': 'Uji' }, 'version'],
    ]
    const before = await workingOf(office, 'K01')
    const faults: string[] = []
    for (const [path, form, number] of forms) {
      for (const value of ABSURD.slice(0, 12)) {
        const answer = await client
          .post(path)
          .form({ ...form, [number]: value })
          .loginAs(office.supervisor)
          .withCsrfToken()
          .redirects(0)
        if (![...ANSWERS, 204].includes(answer.status())) faults.push(`${answer.status()} ${path} ${number}=${value}`)
      }
    }
    assert.deepEqual(faults, [])
    assert.deepEqual(await workingOf(office, 'K01'), before)
    const drafts = await inScope(office.regency.code, (tx) => query<{ version: number }>(tx, 'select * from drafts'))
    assert.isAtMost(drafts.length, 1)
  })

  test('that convert themselves, or nest without end, are refused before anything reads them', async ({ client, assert }) => {
    const office = await openOffice(([village]) => [household('K01', village!, 1)])
    const deep = JSON.parse(`${'['.repeat(100)}1${']'.repeat(100)}`) as unknown
    const answers: number[] = []
    for (const value of [{ toString: 1 }, { toString: null, valueOf: 1 }, [{ in: { valueOf: 'x' } }], deep]) {
      for (const [path, field] of [
        ['/profil', 'version'],
        ['/bdt/keputusan', 'key'],
        ['/bdt/finalisasi/permohonan', 'until_on'],
        ['/paket/zip', 'ids'],
      ] as const) {
        const sent = client.post(path).loginAs(office.supervisor).withCsrfToken()
        answers.push((await sent.json({ [field]: value }).redirects(0)).status())
      }
    }
    assert.deepEqual(new Set(answers), new Set([400]))
    const plain = client.post('/bdt/keputusan').loginAs(office.supervisor).withCsrfToken()
    assert.notInclude([400, 500], (await plain.json({ key: [['a']], take: { b: { c: 1 } } }).redirects(0)).status())
  })

  test('signs that nobody sees and that turn a text around are not stored', async ({ client, assert }) => {
    const staff = await ministryStaff()
    const form = {
      subject: 'account',
      question_id: 'Surat \u202efdp.exe',
      question_en: 'A\u200bB',
      answer_id: 'C\ufeff',
      answer_en: 'D',
    }
    await client.post('/admin/pengumuman/tanya-jawab').form(form).loginAs(staff).withCsrfToken().redirects(0)
    const kept = (await faqEntries()).find(({ question }) => question.id.startsWith('Surat'))
    assert.containsSubset(kept, { question: { id: 'Surat fdp.exe', en: 'AB' }, answer: { id: 'C', en: 'D' } })
  })
})
