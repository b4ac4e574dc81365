import { deflateSync } from 'node:zlib'
import { performance } from 'node:perf_hooks'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { judgeFile } from '#services/announcements/judge_file'
import { DocumentRefused } from '#services/documents/errors'
import { renderLetter } from '#services/documents/letter_pdf'
import { pictureUrl, renderPdf } from '#services/documents/pdf'
import { drawPdf, PdfTooSlow } from '#services/documents/pdf_pages'
import { readScan } from '#services/documents/scan'
import { readSigned } from '#services/documents/signed_document'
import { sampleLetter } from './samples.js'
import { pagePicture } from './support.js'

const CODE = '7K3M-Q9XT-2HWD'

const letter = (await renderLetter(await sampleLetter())).content
const sheet = await pagePicture(letter, 150)

/** A PDF of pictures, as an office scanner makes it. */
async function scannedPdf(pictures: Buffer[]): Promise<Buffer> {
  const { content } = await renderPdf({ title: 'Pindaian', author: 'Uji', createdAt: new Date(0) }, () => '', {
    pageMargins: 0,
    content: pictures.map((picture, i) => ({
      image: pictureUrl(picture),
      width: 595,
      ...(i > 0 ? { pageBreak: 'before' as const } : {}),
    })),
    defaultStyle: { font: 'Sans' },
  })
  return content
}

async function refusal(content: Buffer): Promise<string> {
  try {
    return `accepted: ${JSON.stringify(await readScan(content))}`
  } catch (error) {
    return error instanceof DocumentRefused ? error.message : `unexpected ${String(error)}`
  }
}

/** A PDF of one page that draws one picture of that many pixels, all white, packed to almost nothing. */
function bombPdf(side: number): Buffer {
  const rows = deflateSync(Buffer.alloc(side * Math.ceil(side / 8), 0xff), { level: 9 })
  const image = `<</Type/XObject/Subtype/Image/Width ${side}/Height ${side}/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode/Length ${rows.length}>>`
  const draw = 'q 595 0 0 842 0 0 cm /I Do Q'
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>',
    `<</Length ${draw.length}>>stream\n${draw}\nendstream`,
    Buffer.concat([Buffer.from(`${image}stream\n`), rows, Buffer.from('\nendstream')]),
  ]
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  objects.forEach((object, i) => parts.push(Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')))
  parts.push(Buffer.from('trailer<</Root 1 0 R/Size 6>>\n%%EOF\n'))
  return Buffer.concat(parts)
}

test.group('Scan of a letter', () => {
  test('reads the code out of the letter itself', async ({ assert }) => {
    assert.deepEqual(await readScan(letter), { kind: 'pdf', contentType: 'application/pdf', pages: 1, code: CODE })
  })

  test('reads the code from a 150 dpi scan that is {name}')
    .with([
      { name: 'saved as JPEG of quality 40', make: () => sharp(sheet).jpeg({ quality: 40 }) },
      { name: 'turned by 2 degrees', make: () => sharp(sheet).rotate(2, { background: '#ffffff' }).jpeg() },
      { name: 'turned by 7 degrees the other way', make: () => sharp(sheet).rotate(-7, { background: '#dddddd' }).jpeg() },
      { name: 'upside down', make: () => sharp(sheet).rotate(180).jpeg({ quality: 50 }) },
      { name: 'lying on its side', make: () => sharp(sheet).rotate(90).png() },
      { name: 'skewed', make: () => sharp(sheet).affine([1, 0.06, 0.03, 1], { background: '#ffffff' }).jpeg() },
      { name: 'grey and pale', make: () => sharp(sheet).linear(0.35, 140).jpeg({ quality: 60 }) },
      { name: 'a little out of focus', make: () => sharp(sheet).blur(1.6).jpeg({ quality: 60 }) },
      { name: 'sent on at 100 dpi', make: () => sharp(sheet).resize({ width: 827 }).jpeg({ quality: 70 }) },
    ])
    .run(async ({ assert }, { make }) => {
      const scan = await readScan(await make().toBuffer())
      assert.equal(scan.code, CODE)
      assert.equal(scan.pages, 1)
    })

  test('a PDF with what scanners and servers leave before its signature is that PDF; a page of the web before it is not', async ({
    assert,
  }) => {
    for (const before of ['\r\n', '\ufeff', '\ufeff\n \t']) {
      const content = Buffer.concat([Buffer.from(before), letter])
      assert.deepInclude(await readScan(content), { kind: 'pdf', code: CODE }, JSON.stringify(before))
      assert.equal((await readSigned(content)).contentType, 'application/pdf')
      assert.equal((await judgeFile(content)).extension, 'pdf')
    }
    assert.match(await refusal(Buffer.concat([Buffer.from('<html>'), letter])), /bukan PDF, JPG, atau PNG/)
  })

  test('reads the code from a noisy, crooked, grey photograph stored as a PDF of pictures', async ({ assert }) => {
    const { width, height } = await sharp(sheet).metadata()
    const noise = await sharp({
      create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
    })
      .png()
      .toBuffer()
    const dirty = await sharp(sheet)
      .composite([{ input: noise, blend: 'soft-light' }])
      .png()
      .toBuffer()
    const photo = await sharp(dirty).rotate(1.2, { background: '#eeeeee' }).jpeg({ quality: 55 }).toBuffer()
    const empty = await sharp({ create: { width, height, channels: 3, background: '#f4f4f4' } })
      .jpeg()
      .toBuffer()
    assert.deepEqual(await readScan(await scannedPdf([empty, photo])), {
      kind: 'pdf',
      contentType: 'application/pdf',
      pages: 2,
      code: CODE,
    })
  })

  test('says null when the QR is {name}')
    .with([
      { name: 'covered by a stamp', make: async () => covered('#1a237e') },
      { name: 'cut off', make: () => sharp(sheet).extract({ left: 0, top: 0, width: 1200, height: 800 }).png().toBuffer() },
      { name: 'blurred away', make: () => sharp(sheet).blur(12).jpeg().toBuffer() },
    ])
    .run(async ({ assert }, { make }) => {
      assert.isNull((await readScan(await make())).code)
    })

  test('passes over a QR that is not ours and finds ours beside it', async ({ assert }) => {
    const other = await sampleLetter({ verifyUrl: 'https://contoh.invalid/tte/123' })
    assert.isNull((await readScan((await renderLetter(other)).content)).code)
    const foreign = await pagePicture((await renderLetter(other)).content, 150)
    assert.equal((await readScan(await scannedPdf([foreign, sheet]))).code, CODE)
  })

  test('tells of every letter whose QR the file shows, whatever their order', async ({ assert }) => {
    const other = await sampleLetter({ verifyUrl: 'https://siks.contoh.invalid/verifikasi/AAAA-BBBB-CCCC' })
    const foreign = await pagePicture((await renderLetter(other)).content, 150)
    const { width = 0, height = 0 } = await sharp(sheet).metadata()
    const beside = sharp({ create: { width: 2 * width, height, channels: 3, background: '#ffffff' } }).composite([
      { input: foreign, left: 0, top: 0 },
      { input: sheet, left: width, top: 0 },
    ])
    for (const file of [await scannedPdf([sheet, foreign]), await scannedPdf([foreign, sheet]), await beside.png().toBuffer()]) {
      const { code, others } = await readScan(file)
      assert.sameMembers([code, ...others!], [CODE, 'AAAA-BBBB-CCCC'])
    }
    assert.notProperty(await readScan(await scannedPdf([sheet, sheet])), 'others')
  })

  test('a strip on which no QR can be is read as one without', async ({ assert }) => {
    const page = (box: string) =>
      Buffer.from(
        `%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n` +
          `3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[${box}]>>\nendobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n`,
      )
    for (const box of ['0 0 1 200000', '0 0 200000 1']) assert.include(await readScan(page(box)), { pages: 1, code: null })
  })

  test('refuses {name}')
    .with([
      {
        name: 'a web page named as a scan',
        make: async () => Buffer.from('<html><script>alert(1)</script>'),
        reason: 'bukan PDF, JPG, atau PNG',
      },
      {
        name: 'an SVG',
        make: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
        reason: 'bukan PDF, JPG, atau PNG',
      },
      { name: 'an empty file', make: async () => Buffer.alloc(0), reason: 'bukan PDF, JPG, atau PNG' },
      { name: 'a WebP picture', make: () => sharp(sheet).webp().toBuffer(), reason: 'bukan PDF, JPG, atau PNG' },
      { name: 'a PDF cut in half', make: async () => letter.subarray(0, 3000), reason: 'PDF rusak' },
      { name: 'a PNG cut in half', make: async () => sheet.subarray(0, sheet.length / 2), reason: 'Gambar rusak' },
      {
        name: 'a file of more than 20 MB',
        make: async () => Buffer.concat([letter, Buffer.alloc(20 * 1024 * 1024)]),
        reason: 'lebih besar dari 20 MB',
      },
      { name: 'a picture of 100 million pixels', make: () => blank(10_000), reason: '10000 × 10000 piksel' },
      { name: 'a picture of one line', make: async () => strip(20_000, 1), reason: '20000 × 1 piksel, terlalu kecil' },
      { name: 'a PDF of 21 pages', make: async () => scannedPdf(Array(21).fill(await blank(50))), reason: 'berisi 21 halaman' },
    ])
    .run(async ({ assert }, { make, reason }) => {
      assert.include(await refusal(await make()), reason)
    })

  test('a PDF is drawn beside the other work of the process, and given up when it takes too long', async ({ assert }) => {
    const limits = { most: 20, drawn: 4, dpi: 200, pixels: 4_000_000 }
    const heavy = await scannedPdf([sheet, sheet, sheet, sheet])
    const begun = performance.eventLoopUtilization()
    assert.lengthOf((await drawPdf(heavy, limits)).drawn, 4)
    assert.isBelow(performance.eventLoopUtilization(begun).utilization, 0.5)
    await assert.rejects(() => drawPdf(heavy, limits, 1), PdfTooSlow)
  })

  test('outlives a PDF that unpacks to a picture of 400 million pixels', async ({ assert }) => {
    const bomb = bombPdf(20_000)
    assert.isBelow(bomb.length, 1024 * 1024)
    const before = process.memoryUsage().rss
    const started = performance.now()
    const answer = await refusal(bomb)
    assert.isBelow(performance.now() - started, 60_000)
    assert.isBelow((process.memoryUsage().rss - before) / 1024 ** 2, 500)
    assert.notInclude(answer, 'unexpected')
    assert.equal((await readScan(letter)).code, CODE)
  })
})

async function covered(colour: string): Promise<Buffer> {
  const stamp = await sharp({ create: { width: 500, height: 420, channels: 3, background: colour } })
    .png()
    .toBuffer()
  return sharp(sheet)
    .toColourspace('srgb')
    .composite([{ input: stamp, left: 60, top: 1020 }])
    .png()
    .toBuffer()
}

const blank = (side: number) => strip(side, side)

function strip(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' }, limitInputPixels: false })
    .png()
    .toBuffer()
}
