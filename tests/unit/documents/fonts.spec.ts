import { test } from '@japa/runner'
import { FONT_NAMES, fontFile, type FontName } from '#services/documents/fonts'

interface FontFace {
  glyphForCodePoint(code: number): { path: { toSVG(): string }; advanceWidth: number }
}

test.group('Fonts of the documents', () => {
  test('print a sign that they do not have as a question mark, and every other one as itself', async ({ assert }) => {
    const { default: PDFDocument } = await import('pdfkit')
    const document = new PDFDocument({ autoFirstPage: false, font: '' })
    for (const name of Object.keys(FONT_NAMES) as FontName[]) {
      document.font(fontFile(name))
      const { font } = (document as unknown as { _font: { font: FontFace } })._font
      const look = (sign: string) => {
        const glyph = font.glyphForCodePoint(sign.codePointAt(0)!)
        return { outline: glyph.path.toSVG(), width: glyph.advanceWidth }
      }
      assert.deepEqual(look('漢'), look('?'), name)
      for (const sign of ['A', 'é', '’']) assert.notEqual(look(sign).outline, look('?').outline, `${name} ${sign}`)
      assert.notEqual(look('A').outline, look('B').outline, name)
    }
  })
})
