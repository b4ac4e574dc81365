import { execFile } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { annexPdf, hashListPdf, type Annex } from '#services/documents/annex_pdf'
import { renderReceipt } from '#services/documents/receipt_pdf'
import { words } from '#services/documents/strings'
import { SCRIPTS, sampleLetter } from './samples.js'
import { pageLines, pageTexts } from './support.js'

const run = promisify(execFile)

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
