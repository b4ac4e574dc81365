import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { test } from '@japa/runner'
import { annexPdf } from '#services/documents/annex_pdf'
import { listPaper } from '#services/documents/list_paper'
import { renderHandover } from '#services/documents/handover_pdf'
import type { Fact } from '#services/documents/parts'
import { renderLetter } from '#services/documents/letter_pdf'
import { renderOfficePaper } from '#services/documents/office_paper'
import { renderReceipt } from '#services/documents/receipt_pdf'
import { villagePaper } from '#services/documents/village_paper'
import { sampleLetter } from './samples.js'
import { pagePicture, pageTexts } from './support.js'

const COLUMNS = [
  { header: 'Nama', width: '*' as const },
  { header: 'Alamat', width: 120 },
]
const SIGNING = {
  placeAndDate: 'Magelang, 24 November 2026',
  signers: [
    { above: ['Mengetahui,', 'Kepala Dinas Sosial,'], name: 'Dra. SITI UJI, M.Si.', below: ['NIP 19700101 199503 2 991'] },
    { above: ['Supervisor Kabupaten/Kota,'], name: null, below: [] },
  ],
}
const named = (count: number) => Array.from({ length: count }, (_, i) => [`WARGA${i + 1}UJI`, 'RT 01'])

/** Leftmost and rightmost dark point of the lines from `top` to `bottom`, in points. */
async function inked(content: Uint8Array, top: number, bottom: number): Promise<{ left: number; right: number }> {
  const { data, info } = await sharp(await pagePicture(content, 72))
    .raw()
    .toBuffer({ resolveWithObject: true })
  const dark: number[] = []
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < info.width; x++) if (data[(y * info.width + x) * info.channels]! < 140) dark.push(x)
  }
  return { left: Math.min(...dark), right: Math.max(...dark) }
}

test.group('Where pages end', () => {
  test('the places to sign stand with the last two rows of a Berita Acara, however long, under the title of the list', async ({
    assert,
  }) => {
    const { occasion, createdAt } = await sampleLetter()
    for (let count = 44; count < 60; count++) {
      const paper = listPaper({
        ...{
          title: 'Berita Acara',
          institution: 'DINAS SOSIAL',
          occasion,
          facts: [],
          intro: 'Berdasarkan musyawarah.',
          createdAt,
        },
        sections: [{ title: 'KPM keluar', columns: COLUMNS, rows: named(count) }],
        signing: SIGNING,
      })
      const texts = await pageTexts(await buffer(paper))
      for (const told of [
        'Magelang, 24 November 2026',
        'Kepala Dinas Sosial,',
        'Dra. SITI UJI, M.Si.',
        'NIP 19700101 199503 2 991',
        '( ....',
      ])
        assert.include(texts.at(-1)!, told)
      for (const row of [count - 1, count]) assert.include(texts.at(-1)!, `WARGA${row}UJI`, `${count} rows`)
      const goesOn = texts.map((text) => text.includes('KPM keluar (lanjutan)'))
      assert.deepEqual(goesOn, [false, ...texts.slice(1).map(() => true)], 'the title comes again where its list goes on')
    }
  })

  test('so they do on a list that is carried to a village', async ({ assert }) => {
    const { occasion, createdAt } = await sampleLetter()
    for (let count = 16; count < 30; count++) {
      const paper = villagePaper({
        ...{ title: 'Daftar Awal', institution: 'DINAS SOSIAL', occasion, facts: [], notes: [], createdAt },
        sections: [
          { title: 'RT 01', columns: COLUMNS, rows: named(count).map(([, place]) => ['LAIN', place!]), least: 24 },
          { title: 'RT 02', columns: COLUMNS, rows: named(2), least: 24 },
        ],
        signers: ['Kepala Desa', 'Ketua BPD'],
      })
      const texts = await pageTexts(await buffer(paper))
      assert.include(texts.at(-1)!, 'Ketua BPD,')
      assert.include(texts.at(-1)!, 'WARGA1UJI', `${count} rows`)
      assert.include(
        texts.find((text) => text.includes('RT 02'))!,
        'WARGA1UJI',
        `${count} rows`,
      )
    }
  })

  test('no page of an annex begins with the last row alone', async ({ assert }) => {
    const letter = await sampleLetter()
    for (let count = 40; count < 58; count++) {
      const paper = annexPdf({
        ...{ institution: 'DINAS SOSIAL', occasion: letter.occasion, district: 'Uji (33.71.01)', village: 'Uji (33.71.01.1003)' },
        ...{ minutes: '–', finalised: '2026-11-24', unit: 'rumah tangga', seal: letter.seal!, createdAt: letter.createdAt },
        sections: [{ title: 'Daftar rumah tangga', columns: COLUMNS, rows: named(count) }],
      })
      const withLast = (await pageTexts(await buffer(paper))).find((text) => text.includes(`WARGA${count}UJI`))!
      assert.include(withLast, `WARGA${count - 1}UJI`, `${count} rows`)
    }
  })

  test('the title of a table stands with its first row, and the signature with the closing words', async ({ assert }) => {
    const { letterhead, occasion, signatory, createdAt } = await sampleLetter()
    const sentence = 'Dengan ini diberitahukan bahwa keluarga Saudara keluar dari daftar pada periode ini menurut musyawarah. '
    for (let count = 1; count < 20; count++) {
      const { content } = await renderOfficePaper({
        ...{
          letterhead,
          occasion,
          createdAt,
          title: 'Pemberitahuan',
          number: '460/001/2026',
          addressee: [],
          facts: [['ID', '1']],
        },
        paragraphs: Array.from({ length: count }, () => sentence.repeat(2)),
        tables: [
          {
            title: 'Fakta yang menentukan',
            columns: [{ header: 'Isian', width: '*' }],
            rows: [['BARIS PERTAMA'], ['dua']],
            empty: '',
          },
        ],
        ...{ closing: ['Kalimat penutup.'], placeAndDate: 'Magelang, 27 November 2026', signed: signatory, verifyUrl: null },
      })
      const texts = await pageTexts(content)
      assert.include(
        texts.find((text) => text.includes('Fakta yang menentukan'))!,
        'BARIS PERTAMA',
        `${count} paragraphs`,
      )
      assert.include(
        texts.find((text) => text.includes(signatory.name))!,
        'Kalimat penutup.',
        `${count} paragraphs`,
      )
    }
  })

  test('the passphrase of a package of many villages stands in one piece below its label', async ({ assert }) => {
    const { letterhead, occasion, createdAt } = await sampleLetter()
    for (const villages of [34, 36, 38]) {
      const { content } = await renderHandover({
        ...{ letterhead, occasion, createdAt, number: '7', receiver: '', placeAndDate: 'Magelang, 24 November 2026' },
        facts: Array.from({ length: villages }, (_, i): Fact => [i === 0 ? 'Desa/kelurahan' : '', `Desa ${i}`]),
        ...{ passphrase: '7K10-ABCD-EFGH-JKMN-PQRS', sha256: 'ab'.repeat(32) },
        giver: { name: 'Siti Uji', position: 'Supervisor Kabupaten/Kota' },
      })
      const texts = await pageTexts(content)
      assert.include(texts.find((text) => text.includes('Frasa sandi')) ?? '', '7K10 ABCD', `${villages} villages`)
    }
  })

  test('a word of a heading is never broken by a narrow column', async ({ assert }) => {
    const { occasion, createdAt } = await sampleLetter()
    const paper = listPaper({
      ...{ title: 'Daftar', institution: 'DINAS SOSIAL', occasion, facts: [], intro: 'Uji.', createdAt },
      sections: [{ title: 'Desa', columns: [...COLUMNS, { header: 'Belum diverifikasi', width: 20 }], rows: [['A', 'B', '7']] }],
    })
    assert.include((await pageTexts(await buffer(paper))).join(' '), 'diverifikasi')
  })
})

test.group('What stands inside the edges', () => {
  test('a letterhead without a logo stands in the middle of the page', async ({ assert }) => {
    const { logo: _logo, ...letterhead } = (await sampleLetter()).letterhead
    const { content } = await renderLetter(await sampleLetter({ letterhead }))
    const { left, right } = await inked(content, 40, 74)
    assert.closeTo((left + right) / 2, 595 / 2, 3)
  })

  test('the name of a file without any blank goes on in the next line of its receipt, whole', async ({ assert }) => {
    const { letterhead, occasion, createdAt } = await sampleLetter()
    const name = `${'EKSPOR_HASIL_VERVAL_KECAMATAN_SIAU_TIMUR_SELATAN_'.repeat(3)}REVISI(2).siks`
    const { content } = await renderReceipt({
      ...{ letterhead, occasion, createdAt, number: 'TT-1', counts: [{ label: 'Dibaca', count: 1 }], sha256: 'ab'.repeat(32) },
      ...{ facts: [['Nama berkas', name]], receivedBy: { name: 'BUDI UJI', position: 'Supervisor' }, placeAndDate: 'Magelang' },
    })
    assert.include((await pageTexts(content)).join(' ').replaceAll(' ', ''), name)
    assert.isAtMost((await inked(content, 30, 780)).right, 595 - 50)
  })

  test('a preview before the seal says so and shows no seal of zeros', async ({ assert }) => {
    const { content } = await renderLetter(await sampleLetter({ number: null, verifyUrl: null, seal: null }))
    const whole = (await pageTexts(content)).join(' ')
    assert.include(whole, 'Segel dihitung saat periode difinalisasi.')
    assert.notInclude(whole, '0000 0000')
  })
})
