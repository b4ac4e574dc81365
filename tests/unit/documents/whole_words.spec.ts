import { test } from '@japa/runner'
import { renderPdf } from '#services/documents/pdf'
import { wholeWords } from '#services/documents/whole_words'
import { pageTexts } from './support.js'

const whole = (text: string) => ({ text, noWrap: true })

test.group('Words of two halves in a justified text', () => {
  test('stand in one piece with the blank behind them; all else is as it was', ({ assert }) => {
    const long = `${'kecamatan-'.repeat(4)}akhir`
    assert.deepEqual(
      wholeWords([
        { text: 'Anggaran masing-masing pihak, desa/kelurahan (perundang-undangan).', alignment: 'justify' },
        { stack: [{ text: '\u2003\u2003Hal-hal lain', alignment: 'justify' }] },
        { text: `a ${long} - / b`, alignment: 'justify' },
        { text: 'masing-masing', alignment: 'left' },
        'masing-masing',
      ] as unknown[]),
      [
        {
          text: ['Anggaran ', whole('masing-masing '), 'pihak, ', whole('desa/kelurahan '), whole('(perundang-undangan).')],
          alignment: 'justify',
        },
        { stack: [{ text: ['\u2003\u2003', whole('Hal-hal '), 'lain'], alignment: 'justify' }] },
        { text: `a ${long} - / b`, alignment: 'justify' },
        { text: 'masing-masing', alignment: 'left' },
        'masing-masing',
      ],
    )
  })

  test('are no two words to whoever reads the paper', async ({ assert }) => {
    const text = 'Biaya yang timbul dibebankan pada anggaran masing-masing pihak menurut undang-undang yang berlaku. '.repeat(6)
    const { content } = await renderPdf({ title: 'Uji', author: 'Uji', createdAt: new Date(0) }, () => '', {
      ...{ pageMargins: 90, defaultStyle: { font: 'Serif', fontSize: 12 } },
      content: [{ text, alignment: 'justify' }],
    })
    const [page = ''] = await pageTexts(content)
    assert.equal(page.match(/masing-masing|undang-undang/g)?.length, 12)
  })
})
