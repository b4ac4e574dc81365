import { crc32, gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { DocumentRefused } from '#services/documents/errors'
import { pictureKind, readCrop, readImage, type ImageUse } from '#services/documents/images'

const square = (side = 200, background: string | { r: number; g: number; b: number; alpha: number } = '#0d47a1') =>
  sharp({ create: { width: side, height: side, channels: 4, background } })

const strip = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#0d47a1' } })

async function refusal(content: Buffer, use: ImageUse = 'logo'): Promise<string> {
  try {
    const { contentType } = await readImage(content, use)
    return `accepted as ${contentType}`
  } catch (error) {
    return error instanceof DocumentRefused ? error.message : `unexpected ${String(error)}`
  }
}

test.group('Images', () => {
  test('takes a {kind} as a logo and makes a PNG of it (S22)')
    .with([
      { kind: 'png', make: () => square().png().toBuffer() },
      { kind: 'jpeg', make: () => square().jpeg().toBuffer() },
      { kind: 'webp', make: () => square().webp().toBuffer() },
    ])
    .run(async ({ assert }, { kind, make }) => {
      const given = await make()
      assert.equal(pictureKind(given), kind)
      const image = await readImage(given, 'logo')
      assert.equal(image.contentType, 'image/png')
      assert.equal(image.extension, 'png')
      assert.equal(pictureKind(image.content), 'png')
      assert.deepEqual([image.width, image.height], [200, 200])
    })

  test('keeps the transparency of a logo and puts a photo on white as JPEG', async ({ assert }) => {
    const given = await square(100, { r: 255, g: 0, b: 0, alpha: 0 }).png().toBuffer()
    const pixel = async (content: Buffer) => [
      ...(await sharp(content).ensureAlpha().extract({ left: 50, top: 50, width: 1, height: 1 }).raw().toBuffer()),
    ]
    assert.equal((await pixel((await readImage(given, 'logo')).content))[3], 0)
    const photo = await readImage(given, 'photo')
    assert.equal(photo.contentType, 'image/jpeg')
    assert.deepEqual(await pixel(photo.content), [255, 255, 255, 255])
  })

  test('makes no side longer than 512 pixels and turns a photo upright, without its metadata', async ({ assert }) => {
    const given = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: '#999999' } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Copyright: 'rahasia' } })
      .toBuffer()
    const photo = await readImage(given, 'photo')
    assert.deepEqual([photo.width, photo.height], [256, 512])
    const metadata = await sharp(photo.content).metadata()
    assert.isUndefined(metadata.exif)
    assert.notInclude(photo.content.toString('latin1'), 'rahasia')
  })

  test('keeps nothing that was hidden behind a picture', async ({ assert }) => {
    const given = Buffer.concat([await square().png().toBuffer(), Buffer.from('<script>alert(1)</script><?php system("id") ?>')])
    const { content } = await readImage(given, 'logo')
    assert.notInclude(content.toString('latin1'), '<script>')
    assert.notInclude(content.toString('latin1'), '<?php')
  })

  test('keeps no words that a picture carries, and of a moving one the first picture', async ({ assert }) => {
    const words = '<script>alert(1)</script>'
    const png = await square().png().toBuffer()
    const chunk = Buffer.from(`tEXtComment\0${words}`, 'latin1')
    const head = Buffer.alloc(4)
    head.writeUInt32BE(chunk.length - 4)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(chunk))
    const spoken = Buffer.concat([png.subarray(0, 33), head, chunk, sum, png.subarray(33)])
    const jpeg = await square().jpeg().toBuffer()
    const comment = Buffer.from(`\xFF\xFE\0${String.fromCharCode(words.length + 2)}${words}`, 'latin1')
    const commented = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)])
    const frames = await Promise.all(['#ff0000', '#0000ff'].map((colour) => square(100, colour).png().toBuffer()))
    const moving = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer()
    for (const given of [spoken, commented]) {
      assert.include(given.toString('latin1'), words)
      for (const use of ['logo', 'photo'] as const)
        assert.notInclude((await readImage(given, use)).content.toString('latin1'), 'script')
    }
    const still = await readImage(moving, 'logo')
    assert.deepEqual([still.width, still.height], [100, 100])
    assert.deepEqual([...(await sharp(still.content).removeAlpha().resize(1, 1).raw().toBuffer())], [255, 0, 0])
    const print = await square().toColourspace('cmyk').jpeg().toBuffer()
    assert.equal((await sharp(print).metadata()).space, 'cmyk')
    assert.equal((await sharp((await readImage(print, 'logo')).content).metadata()).space, 'srgb')
  })

  test('refuses {name}: {reason}')
    .with([
      {
        name: 'an SVG with a script',
        make: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        reason: 'SVG',
      },
      {
        name: 'an SVG behind a declaration',
        make: async () => Buffer.from('\uFEFF<?xml version="1.0"?><!-- x --><svg/>'),
        reason: 'SVG',
      },
      {
        name: 'an HTML page',
        make: async () => Buffer.from('  <!DOCTYPE html><html><body onload=alert(1)>'),
        reason: 'halaman web',
      },
      { name: 'a program', make: async () => Buffer.from('<?php system($_GET["x"]);'), reason: 'halaman web' },
      { name: 'a PDF', make: async () => Buffer.from('%PDF-1.7 …'), reason: 'PDF' },
      { name: 'a GIF', make: async () => Buffer.from('GIF89a…'), reason: 'GIF' },
      {
        name: 'a Windows program',
        make: async () => Buffer.from('MZ\x90\0'.repeat(20), 'latin1'),
        reason: 'PNG, JPEG, atau WebP',
      },
      {
        name: 'a bitmap',
        make: async () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]),
        reason: 'Berkas ini BMP. Unggah gambar PNG, JPEG, atau WebP.',
      },
      { name: 'a TIFF', make: () => square(50).tiff().toBuffer(), reason: 'Berkas ini TIFF. Unggah gambar PNG' },
      { name: 'an AVIF', make: () => square(50).avif({ effort: 0 }).toBuffer(), reason: 'Berkas ini AVIF. Unggah gambar PNG' },
      {
        name: 'a picture of a telephone',
        make: async () => Buffer.from('\0\0\0\x24ftypheic\0\0\0\0mif1heic', 'latin1'),
        reason: 'Berkas ini HEIC. Unggah gambar PNG',
      },
      {
        name: 'an SVG in UTF-16',
        make: async () => Buffer.from('\uFEFF<svg onload="alert(1)"/>', 'utf16le'),
        reason: 'PNG, JPEG, atau WebP',
      },
      { name: 'a packed SVG', make: async () => gzipSync('<svg onload="alert(1)"/>'), reason: 'PNG, JPEG, atau WebP' },
      {
        name: 'a page behind the first bytes of a PNG',
        make: async () => Buffer.from('\x89PNG\r\n\x1A\n<script>alert(1)</script>', 'latin1'),
        reason: 'rusak atau terpotong',
      },
      {
        name: 'a page behind the first bytes of a WebP',
        make: async () => Buffer.from('RIFF\x10\0\0\0WEBP<script>alert(1)</script>', 'latin1'),
        reason: 'rusak atau terpotong',
      },
      {
        name: 'a PNG that states 100,000 pixels a side',
        make: async () => stating(await square().png().toBuffer(), 100_000),
        reason: '100000 × 100000 piksel, terlalu besar. Perkecil gambar itu, lalu unggah lagi.',
      },
      { name: 'an empty file', make: async () => Buffer.alloc(0), reason: 'kosong' },
      {
        name: 'a PNG cut in half',
        make: async () => noisy().then((png) => png.subarray(0, png.length / 2)),
        reason: 'rusak atau terpotong',
      },
      { name: 'a JPEG of three bytes', make: async () => Buffer.from([0xff, 0xd8, 0xff]), reason: 'rusak atau terpotong' },
      {
        name: 'a picture of 49 million pixels',
        make: () => square(7000).png().toBuffer(),
        reason: '7000 × 7000 piksel, terlalu besar',
      },
      {
        name: 'a picture of one pixel',
        make: () => square(1).png().toBuffer(),
        reason: 'terlalu kecil. Unggah gambar yang lebih besar.',
      },
      {
        name: 'a strip that would shrink to a line',
        make: () => strip(20, 6000).png().toBuffer(),
        reason:
          '20 × 6000 piksel, terlalu panjang untuk lebarnya. Potong gambar itu hingga sisi panjangnya paling banyak 32 kali',
      },
      {
        name: 'a file of more than 5 MB',
        make: async () => Buffer.concat([await square().png().toBuffer(), Buffer.alloc(5 * 1024 * 1024)]),
        reason: 'lebih besar dari 5 MB. Perkecil gambar itu, lalu unggah lagi.',
      },
    ])
    .run(async ({ assert }, { make, reason }) => {
      assert.include(await refusal(await make()), reason)
    })
})

/** The picture with other sides in its head, whose checksum is put right. */
function stating(png: Buffer, side: number): Buffer {
  png.writeUInt32BE(side, 16)
  png.writeUInt32BE(side, 20)
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}

function noisy(): Promise<Buffer> {
  return sharp({
    create: { width: 300, height: 300, channels: 3, background: '#888888', noise: { type: 'gaussian', mean: 128, sigma: 50 } },
  })
    .png()
    .toBuffer()
}

test.group('The crop of a picture', () => {
  test('is read as shares of the picture, and what is no part of it is none', ({ assert }) => {
    assert.deepEqual(readCrop('0.25,0.00000,0.5,1'), { x: 0.25, y: 0, width: 0.5, height: 1 })
    for (const text of ['', '0,0,1', '0,0,0,1', '0.6,0,0.5,1', '-1,0,1,1', '0,0,2,1', 'a,b,c,d', '1e9,0,1,1', null, 4]) {
      assert.isNull(readCrop(text), String(text))
    }
  })

  test('keeps exactly that part, of the picture as it is shown upright', async ({ assert }) => {
    const left = await square(100, '#ff0000').png().toBuffer()
    const both = await sharp({ create: { width: 200, height: 100, channels: 3, background: '#0000ff' } })
      .composite([{ input: left, left: 0, top: 0 }])
      .png()
      .toBuffer()
    const red = await readImage(both, 'logo', { x: 0, y: 0, width: 0.5, height: 1 })
    assert.deepEqual([red.width, red.height], [100, 100])
    const colour = async (content: Buffer) => [...(await sharp(content).removeAlpha().resize(1, 1).raw().toBuffer())]
    assert.deepEqual(await colour(red.content), [255, 0, 0])
    const turned = await sharp(both).withMetadata({ orientation: 6 }).png().toBuffer()
    const upper = await readImage(turned, 'logo', { x: 0, y: 0, width: 1, height: 0.5 })
    assert.deepEqual([upper.width, upper.height], [100, 100])
    assert.deepEqual(await colour(upper.content), [255, 0, 0], 'turned clockwise, the left half is the upper one')
  })

  test('of a few pixels is refused', async ({ assert }) => {
    const given = await square(100).png().toBuffer()
    await assert.rejects(
      () => readImage(given, 'photo', { x: 0, y: 0, width: 0.05, height: 0.05 }),
      /terlalu kecil. Pilih bagian yang lebih besar/,
    )
  })
})
