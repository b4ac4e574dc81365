import { test } from '@japa/runner'
import { letterPreview } from '#services/profiles/preview'

const SIGNING = {
  ...{ name: 'Siti Rahayu', nip: '197001011995032991', rank: 'Pembina (IV/a)', position: 'Kepala Dinas Sosial' },
  ...{
    letterhead: 'PEMERINTAH KOTA UJI\nDINAS SOSIAL',
    place: 'Uji',
    number_pattern: '{kode}/{nomor:3}/{tahun}',
    number_code: '460',
  },
}
const AT = { date: '2026-11-26', next: 48 }
const above = (more: Record<string, string>) => letterPreview({ institution: {}, signing: { ...SIGNING, ...more } }, AT).above

test.group('Preview of a letter', () => {
  test('shows letterhead, address, date, next number and official as the letter prints them', ({ assert }) => {
    const institution = { address: 'Jalan Uji 1', postal_code: '56100', phone: '0293 1', website: 'https://uji.go.id' }
    assert.deepEqual(letterPreview({ institution, signing: SIGNING }, AT), {
      lines: ['PEMERINTAH KOTA UJI'],
      office: 'DINAS SOSIAL',
      address: ['Jalan Uji 1, Kode Pos\u00A056100', 'Telepon\u00A00293 1 · uji.go.id'],
      dated: 'Uji, 26 November 2026',
      number: '460/048/2026',
      above: ['Kepala Dinas Sosial,'],
      name: 'Siti Rahayu',
      below: ['Pembina (IV/a)', 'NIP 19700101 199503 2 991'],
    })
  })

  test('a deputy signs for whom he stands: an., plt., u.b. with the official in between', ({ assert }) => {
    assert.deepEqual(above({ capacity: 'plt.' }), ['Plt. Kepala Dinas Sosial,'])
    assert.deepEqual(above({ capacity: 'an.', principal: 'Wali Kota Uji' }), ['a.n. Wali Kota Uji', 'Kepala Dinas Sosial,'])
    assert.deepEqual(above({ capacity: 'u.b.', principal: 'Wali Kota Uji', through: 'Sekretaris Daerah' }), [
      ...['a.n. Wali Kota Uji', 'Sekretaris Daerah', 'u.b.', 'Kepala Dinas Sosial,'],
    ])
    assert.deepEqual(above({ capacity: 'u.b.', principal: 'Wali Kota Uji' }), [
      'a.n. Wali Kota Uji',
      'u.b.',
      'Kepala Dinas Sosial,',
    ])
  })

  test('empty forms show nothing but the date, and why the number cannot be made', ({ assert }) => {
    const { number, ...rest } = letterPreview({ institution: {}, signing: {} }, AT)
    assert.include(number, 'pola kosong')
    assert.deepEqual(rest, { lines: [], office: '', address: [], dated: '26 November 2026', above: [], name: '', below: [] })
  })
})
