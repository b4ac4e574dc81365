import { execFile } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { annexPdf, hashListPdf, type Annex } from '#services/documents/annex_pdf'
import { renderLetter } from '#services/documents/letter_pdf'
import { totals } from '#services/documents/letter_table'
import { capacityLines, type Signatory } from '#services/documents/letterhead'
import { renderReceipt } from '#services/documents/receipt_pdf'
import { inWords, words } from '#services/documents/strings'
import { OUTCOMES, sampleLetter } from './samples.js'
import { pageLines, pageTexts } from './support.js'

const run = promisify(execFile)

const SCRIPTS = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', '{{ 7*7 }}', '${7*7}']

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

test.group('Annex, hash list and receipt', () => {
  async function annex(rows: string[][], waived: string[][] = []): Promise<Annex> {
    const { occasion, seal, createdAt } = await sampleLetter()
    const person = [
      { header: 'IDBDT', width: 92 },
      { header: 'Nama KRT', width: 120 },
      { header: 'NIK', width: 78, secret: 'nik' as const },
      { header: 'Alamat', width: '*' as const },
    ]
    const reasons = [
      { header: 'IDBDT', width: 92 },
      { header: 'Alasan', width: '*' as const },
    ]
    return {
      institution: 'DINAS SOSIAL',
      occasion,
      district: 'Magelang Selatan (33.71.01)',
      village: "Uji'ah (33.71.01.1003)",
      minutes: 'Nomor 470/12/2026, musyawarah kelurahan tanggal 3 November 2026',
      finalised: '2026-11-24',
      unit: 'rumah tangga',
      sections: [
        { title: 'Daftar rumah tangga', columns: person, rows },
        { title: 'Masalah yang dikecualikan', columns: reasons, rows: waived },
      ],
      seal: seal!,
      createdAt,
    }
  }

  test('numbers the households of a village, repeats the heading on each page and masks every NIK', async ({ assert }) => {
    const rows = Array.from({ length: 200 }, (_, i) => [
      `3371011003${String(i).padStart(6, '0')}`,
      `MA'RUF UJI ${i}`,
      '3371014507859901',
      'RT 01 & RW 02',
    ])
    const texts = await pageTexts(await buffer(annexPdf(await annex(rows, [['3371011003000004', '=1+1 "diperiksa"']]))))
    assert.isAbove(texts.length, 2)
    assert.isTrue(texts.every((text) => text.includes('Nama KRT')))
    for (const [i, text] of texts.entries()) assert.include(text, `Halaman ${i + 1} dari ${texts.length}`)
    const whole = texts.join(' ')
    assert.notInclude(whole, '3371014507859901')
    assert.lengthOf(whole.match(/3371\*{10}01/g) ?? [], 200)
    for (const text of [
      "MA'RUF UJI 199",
      '200 3371011003000199',
      '200 rumah tangga',
      "Uji'ah (33.71.01.1003)",
      '=1+1 "diperiksa"',
      'RT 01 & RW 02',
      '1146 7bb0',
      'Nomor 470/12/2026, musyawarah kelurahan tanggal 3 November 2026',
    ]) {
      assert.include(whole, text)
    }
  })

  test('wraps long names and words, shows signs as typed, and gives the same bytes for the same annex (S12, S13)', async ({
    assert,
  }) => {
    const long = 'NAMAYANGTIDAKPERNAHPUTUS'.repeat(8)
    const rows = [
      ['1', `SITI "UJI" & MA'RUF <b> binti ABDUL RAHMAN SHALEH BIN ABDULLAH`, '3371014507859901', SCRIPTS.join(' ')],
      ['2', long, '', 'baris satu\nbaris dua\t(tab)'],
      ['3', 'Ünïcodé ħ 𝒳 家', '123', ''],
    ]
    const content = await buffer(annexPdf(await annex(rows)))
    const [text] = await pageTexts(content)
    for (const expected of ['SITI "UJI" & MA\'RUF <b>', 'baris satu baris dua (tab)', 'Ünïcodé ħ', '***'])
      assert.include(text!, expected)
    const [lines] = await pageLines(content)
    assert.isFalse(
      lines!.some((line) => line.includes('satu baris dua')),
      'a cell breaks its lines where its text does',
    )
    for (const script of SCRIPTS) assert.include(text!.replaceAll(' ', ''), script.replaceAll(' ', ''))
    assert.include(text!.replaceAll(' ', ''), long)
    assert.isTrue(content.equals(await buffer(annexPdf(await annex(rows)))))
    const raw = content.toString('latin1')
    assert.include(raw, '%PDF-1.3')
    assert.include(raw, '(D:20261125030000Z)')
    assert.include(raw, '/DisplayDocTitle true')
    assert.include(raw, '/Lang (id-ID)')
  })

  test('goes on over the pages with a reason longer than a page, and loses no word of it', async ({ assert }) => {
    const reason = Array.from({ length: 1500 }, (_, i) => `kata${i}`)
    const texts = await pageTexts(await buffer(annexPdf(await annex([['1', 'UJI', '', 'RT 01']], [['1', reason.join(' ')]]))))
    assert.isAbove(texts.length, 1)
    const whole = texts.join(' ')
    assert.deepEqual(
      reason.filter((word) => !whole.includes(word)),
      [],
    )
  })

  test('never leaves the title of a list alone at the foot of a page', async ({ assert }) => {
    for (let count = 38; count < 56; count++) {
      const rows = Array.from({ length: count }, (_, i) => [String(i), `UJI ${i}`, '', 'RT 01'])
      const texts = await pageTexts(await buffer(annexPdf(await annex(rows, [['1', 'alasan satu-satunya']]))))
      const titled = texts.find((text) => text.includes('Masalah yang dikecualikan'))!
      assert.include(titled, 'alasan satu-satunya', `${count} rows`)
    }
  })

  test('draws 20,000 rows as a stream, in memory that does not grow with them and without holding up other work', async ({
    assert,
  }) => {
    const program = fileURLToPath(new URL('long_annex.ts', import.meta.url))
    const { stdout } = await run(process.execPath, ['--import=./bin/typescript.js', '--max-old-space-size=96', program])
    const { pages, rowsPerSecond, longestTurn } = JSON.parse(stdout) as Record<'pages' | 'rowsPerSecond' | 'longestTurn', number>
    assert.isAbove(pages, 300)
    assert.isAbove(rowsPerSecond, 2000)
    assert.isBelow(longestTurn, 100)
  })

  test('says "Tidak ada" where a village has no household or no waived problem', async ({ assert }) => {
    const [text, ...more] = await pageTexts(await buffer(annexPdf(await annex([]))))
    assert.lengthOf(more, 0)
    assert.lengthOf(text!.match(/Tidak ada\./g) ?? [], 2)
    assert.include(text!, '0 rumah tangga')
  })

  test('lists every file with its size and its whole hash', async ({ assert }) => {
    const { occasion, createdAt } = await sampleLetter()
    const files = Array.from({ length: 150 }, (_, i) => ({
      name: `lampiran-33.71.01.${1000 + i}.pdf`,
      bytes: 1024 * (i + 1),
      sha256: (i + 16).toString(16).padStart(64, 'ab'),
    }))
    const texts = await pageTexts(await buffer(hashListPdf({ institution: 'DINAS SOSIAL', occasion, files, createdAt })))
    const whole = texts.join(' ')
    for (const { name, sha256 } of files) {
      assert.include(whole, name)
      assert.include(whole, sha256)
    }
    assert.include(whole, `Halaman ${texts.length} dari ${texts.length}`)
    assert.include(whole, occasion.decree)
  })

  test('makes a receipt of one page with counts, hash, who, when and a line to sign', async ({ assert }) => {
    const { occasion, letterhead, createdAt } = await sampleLetter()
    const { content, pages } = await renderReceipt({
      letterhead,
      occasion,
      number: 'TT-7F3A21',
      facts: [
        ['Nama berkas', "Data Nu'man – RT 01 (baru).siks"],
        ['Diterima', '25-11-2026 12.00 WIB'],
      ],
      counts: [
        { label: 'Dibaca', count: 12345 },
        { label: 'Ditolak', count: 5 },
      ],
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      receivedBy: { name: 'BUDI UJI', position: 'Supervisor SIKS-NG Kota Magelang' },
      placeAndDate: words.placeAndDate('Magelang', '2026-11-25'),
      createdAt,
    })
    assert.equal(pages, 1)
    const whole = (await pageTexts(content)).join(' ')
    for (const text of [
      'TANDA TERIMA BERKAS',
      'TT-7F3A21',
      "Data Nu'man – RT 01 (baru).siks",
      '25-11-2026 12.00 WIB',
      '12.345',
      'ba78 16bf 8f01 cfea',
      'BUDI UJI',
      'Yang menyerahkan,',
      'Magelang, 25 November 2026',
      occasion.period,
      occasion.decree,
    ]) {
      assert.include(whole, text)
    }
  })
})
