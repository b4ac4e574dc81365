import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { edition, HOUSEHOLD, load, MEMBER, reasons, stored, VILLAGE } from './support.js'

const UNREADABLE = 'Isian memuat karakter yang tidak dapat dibaca.'

/** What stands in a refused cell is told in the report, whatever signs it is of; the rest of the file is not lost over it. */
test.group('edition:load, cells that are hard to tell of', (group) => {
  group.each.setup(() => {
    clock.freeze(new Date('2026-11-25T12:00:00+07:00'))
    return () => clock.restore()
  })

  test('NUL in any column rejects its row alone', async ({ assert }) => {
    const loaded = await load(await edition('33.71'), {
      households: [
        HOUSEHOLD,
        ['H1', VILLAGE, 'SITI UJI', 'JL UJI 1'],
        ['H2', VILLAGE, 'NU\0L UJI', 'JL UJI 1'],
        ['H3', '33.71.01.10\x0003', 'SITI UJI', 'JL UJI 1'],
        ['H\0', VILLAGE, 'SITI UJI', 'JL UJI 1'],
      ],
      members: [
        MEMBER,
        ['H1', 'H101', 1, 'SATU UJI', '3371014507859901', '', 2],
        ['H1', 'H102', 1, 'DUA UJI', '3371014507\x00859902', '', 2],
        ['H1', 'H103', '1\0', 'TIGA UJI', '', '', 2],
      ],
    })
    assert.deepInclude(loaded.report, { read: 7, accepted: 2, rejected: 5 })
    const told = reasons(loaded).filter((reason) => !reason.includes('tanda yang rusak'))
    assert.deepEqual(told, [
      `3 nama_krt: ${UNREADABLE}`,
      '4 village_code: Kode wilayah "33.71.01.10\u240003" tidak dikenali. Contoh yang benar: 33.71.01.1003.',
      '5 idbdt: Kunci hanya boleh berisi huruf, angka, dan tanda . _ : - (paling banyak 64).',
      '3 nik: Nomor hanya boleh berisi angka, tetapi memuat "\u2400". Ketik ulang angkanya saja.',
      '4 nuk: Isian harus bilangan bulat, misalnya 3 atau 1.250.',
    ])
    assert.equal(loaded.report.rejections[1]!.value, 'NU\u2400L UJI')
    assert.lengthOf(await stored('bdt_members', loaded.edition, '33.71'), 1)
  })

  test('a sign of two halves where the report cuts a long text loses neither row nor file', async ({ assert }) => {
    const long = `${'A'.repeat(79)}\u{1f600}${'A'.repeat(40)}`
    const loaded = await load(await edition('33.71'), {
      households: [HOUSEHOLD, ['H1', VILLAGE, 'SITI UJI', 'JL UJI 1'], ['H2', VILLAGE, long, 'JL UJI 1']],
    })
    assert.deepInclude(loaded.report, { read: 2, accepted: 1, rejected: 1 })
    assert.deepEqual(reasons(loaded), ['3 nama_krt: Isian lebih dari 100 karakter.'])
    assert.equal(loaded.report.rejections[0]!.value, 'A'.repeat(79))
  })
})
