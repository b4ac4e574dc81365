import { test } from '@japa/runner'
import { renderLetter } from '#services/documents/letter_pdf'
import { totals } from '#services/documents/letter_table'
import { capacityLines, type Signatory } from '#services/documents/letterhead'
import { inWords, words } from '#services/documents/strings'
import { OUTCOMES, SCRIPTS, sampleLetter } from './samples.js'
import { pageTexts } from './support.js'

async function letterText(change: Parameters<typeof sampleLetter>[0] = {}, districts = 3, columns = OUTCOMES) {
  const { content, pages } = await renderLetter(await sampleLetter(change, districts, columns))
  const texts = await pageTexts(content)
  return { content, pages, texts, whole: texts.join(' ') }
}

test.group('Surat Pengesahan', () => {
  test('says number, place, date, period, decree, regency, counts, exceptions, official and seal', async ({ assert }) => {
    const { whole, pages, texts } = await letterText()
    for (const expected of [
      'PEMERINTAH KOTA MAGELANG',
      'DINAS SOSIAL',
      'Magelang, 25 November 2026',
      '470/048/2026',
      '17 (tujuh belas) berkas',
      'Kepala Pusat Data dan Informasi Kesejahteraan Sosial',
      'Periode II Tahun 2026',
      'Keputusan Menteri Sosial Nomor 8/HUK/2026 tanggal 15 Januari 2026',
      '5.012 rumah tangga',
      '24 November 2026',
      'Magelang Selatan',
      'BDT-R06 NIK ganda dalam satu rumah tangga (4)',
      '21 rumah tangga, yaitu belum diputuskan (12), ditolak (5), dikembalikan (3), dan ditarik (1)',
      'a.n. Wali Kota Magelang',
      'Kepala Dinas Sosial,',
      "Dra. SITI MA'RUF UJI, M.Si.",
      'Pembina Utama Muda (IV/c)',
      'NIP 19700101 199503 2 991',
      '1146 7bb0 e51a 4f84 b9ee 2358 8dc2 f72c',
      'https://siks.contoh.invalid/verifikasi/7K3M-Q9XT-2HWD',
      'bukan tanda tangan elektronik tersertifikasi',
      'Gubernur Jawa Tengah',
      'Halaman 1 dari 1',
    ]) {
      assert.include(whole, expected)
    }
    assert.lengthOf(texts, pages)
    assert.notMatch(whole, /[[\]{}]/)
    assert.notInclude(whole, words.draft)
  })

  test('prints every heading and adds up every column itself', async ({ assert }) => {
    const letter = await sampleLetter()
    const { whole } = await letterText()
    const upright = whole.replaceAll(' ', '')
    for (const heading of OUTCOMES) assert.include(upright, heading.replaceAll(' ', ''))
    assert.deepEqual(totals(letter.counts).slice(0, 2), [1308, 1752])
    assert.equal(
      totals(letter.counts).at(-1),
      letter.counts.rows.reduce((sum, { values }) => sum + values.at(-1)!, 0),
    )
    assert.include(whole, 'Jumlah 1.308 1.752')
  })

  test('shows quotes, ampersands and script as typed, never as entities (S12, S13)', async ({ assert }) => {
    const { whole, content } = await letterText({
      subject: 'Pengesahan <b>"Hasil"</b> & lainnya',
      signatory: { capacity: 'own', position: 'Bupati', name: `ABDUL "UJI" CONTOH & MA'RUF ${SCRIPTS.join(' ')}` },
      waived: [{ label: "alamat Uji'ah & sekitarnya", count: 1 }],
      counts: { columns: ['Tetap & "lain"', 'Pindah <luar>'], rows: [{ name: "Uji'ah (Contoh/Dua)", values: [1, 2] }] },
    })
    for (const text of [
      `ABDUL "UJI" CONTOH & MA'RUF`,
      "Uji'ah (Contoh/Dua)",
      "alamat Uji'ah & sekitarnya (1)",
      'Tetap & "lain"',
      ...SCRIPTS,
    ]) {
      assert.include(whole, text)
    }
    assert.notMatch(whole, /&(?:amp|#39|quot|lt|gt);/)
    assert.notInclude(whole, '49')
    assert.notInclude(content.toString('latin1'), '<rdf:')
  })

  test('keeps a turned heading with signs whole', async ({ assert }) => {
    const columns = [...OUTCOMES.slice(0, -1), 'A & B <C>']
    const { whole } = await letterText({}, 2, columns)
    assert.include(whole.replaceAll(' ', ''), 'A&B<C>')
  })

  test('marks a preview as KONSEP on every page, without number and without QR (S16)', async ({ assert }) => {
    const { texts, whole, content } = await letterText({ number: null, verifyUrl: null }, 40)
    assert.lengthOf(texts, 2)
    for (const text of texts) assert.include(text.replaceAll(' ', ''), words.draft)
    assert.include(whole, `Nomor : ${words.noNumber}`)
    assert.notInclude(whole, 'verifikasi/')
    assert.include(content.toString('latin1'), '/Lang (id-ID)')
  })

  test('stays within four pages with {districts} kecamatan and {extra}')
    .with([
      { districts: 40, extra: 'ordinary names', name: '', factor: 1, rules: 2 },
      {
        districts: 51,
        extra: 'long names, millions and thirty rules',
        name: ' dengan Nama yang Sangat Panjang Sekali',
        factor: 200,
        rules: 30,
      },
    ])
    .run(async ({ assert }, { districts, name, factor, rules }) => {
      const letter = await sampleLetter({ subject: 'Pengesahan Hasil Verifikasi '.repeat(5).slice(0, 120) }, districts)
      const counts = {
        columns: letter.counts.columns,
        rows: letter.counts.rows.map((row) => ({ name: row.name + name, values: row.values.map((value) => value * factor) })),
      }
      const waived = Array.from({ length: rules }, (_, i) => ({
        label: `BDT-R${i + 10} aturan contoh dengan nama yang panjang`,
        count: 900 - i,
      }))
      const { pages, texts, whole } = await letterText({ subject: letter.subject, counts, waived }, districts)
      assert.isAtMost(pages, 4)
      assert.include(whole, `Halaman ${pages} dari ${pages}`)
      assert.include(texts.at(-1)!, "Dra. SITI MA'RUF UJI")
      assert.include(texts.at(-1)!, '1146 7bb0')
      assert.include(whole, `${letter.counts.rows.at(-1)!.name}${name}`)
      if (rules > 8) assert.include(whole, `dan ${rules - 8} jenis lainnya`)
    })

  test('keeps signature, seal and QR on one page wherever the table ends', async ({ assert }) => {
    for (const districts of [16, 22, 28]) {
      const { texts } = await letterText({}, districts, ['Masuk', 'Diterima', 'Jumlah'])
      const last = texts.find((text) => text.includes('NIP 19700101'))!
      assert.include(last, 'Demikian surat pengesahan ini')
      assert.include(last, 'Segel data')
      assert.include(last, 'verifikasi/7K3M')
    }
  })

  test('gives the same bytes for the same letter, with title and time in its metadata', async ({ assert }) => {
    const first = await letterText()
    const second = await letterText()
    assert.isTrue(first.content.equals(second.content))
    const raw = first.content.toString('latin1')
    assert.include(raw, '(D:20261125030000Z)')
    assert.include(raw, '/DisplayDocTitle true')
    assert.include(raw, '(Pengesahan Hasil Verifikasi dan Validasi Basis Data Terpadu Kota Magelang Periode II Tahun 2026)')
  })

  test('says plainly when nothing was waived and nothing left out', async ({ assert }) => {
    const { whole } = await letterText({ waived: [], notTaken: [], annexes: 0, copies: [] })
    assert.include(whole, 'Tidak ada masalah data yang dikecualikan.')
    assert.include(whole, 'Tidak ada pembaruan yang tidak diambil.')
    assert.notInclude(whole, 'Tembusan')
  })

  test('takes the opening paragraph of a module', async ({ assert }) => {
    const { whole } = await letterText({ opening: 'Kalimat pembuka dari modul uji.' })
    assert.include(whole, 'Kalimat pembuka dari modul uji.')
    assert.notInclude(whole, 'Berdasarkan hasil verifikasi')
  })

  test('signs as {capacity} with {lines}')
    .with([
      { capacity: 'own', lines: ['Kepala Dinas Sosial,'] },
      { capacity: 'an.', lines: ['a.n. Wali Kota Magelang', 'Kepala Dinas Sosial,'] },
      { capacity: 'plt.', lines: ['Plt. Kepala Dinas Sosial,'] },
      { capacity: 'u.b.', lines: ['a.n. Wali Kota Magelang', 'u.b.', 'Kepala Dinas Sosial,'] },
    ] as const)
    .run(({ assert }, { capacity, lines }) => {
      const signatory: Signatory = { capacity, principal: 'Wali Kota Magelang', position: 'Kepala Dinas Sosial', name: 'UJI' }
      assert.deepEqual(capacityLines(signatory), [...lines])
    })

  test('writes {count} in words as {text}')
    .with([
      { count: 0, text: 'nol' },
      { count: 7, text: 'tujuh' },
      { count: 10, text: 'sepuluh' },
      { count: 11, text: 'sebelas' },
      { count: 17, text: 'tujuh belas' },
      { count: 20, text: 'dua puluh' },
      { count: 99, text: 'sembilan puluh sembilan' },
      { count: 100, text: 'seratus' },
      { count: 144, text: 'seratus empat puluh empat' },
      { count: 435, text: 'empat ratus tiga puluh lima' },
      { count: 1000, text: '1.000' },
    ])
    .run(({ assert }, { count, text }) => {
      assert.equal(inWords(count), text)
    })
})
