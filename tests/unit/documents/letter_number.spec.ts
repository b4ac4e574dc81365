import { test } from '@japa/runner'
import { DocumentRefused } from '#services/documents/errors'
import { LetterNumberPattern, letterFileName } from '#services/documents/letter_number'

const parts = { number: 48, date: '2026-11-25', code: '470' }

test.group('Letter numbers', () => {
  test('prints {pattern} as {text}')
    .with([
      { pattern: '{kode}/{nomor:3}/{tahun}', text: '470/048/2026' },
      { pattern: '{kode}/{nomor}/{bulan_romawi}/{tahun}', text: '470/48/XI/2026' },
      { pattern: '{nomor:4}/DINSOS-3371/{bulan}/{tahun}', text: '0048/DINSOS-3371/11/2026' },
      { pattern: ' {kode} - {nomor:2}.{tahun} ', text: '470 - 48.2026' },
      { pattern: '{nomor}{nomor:5}/{tahun}', text: '4800048/2026' },
      { pattern: '{nomor:9}/{tahun}', text: '000000048/2026' },
      { pattern: '{tahun}{bulan}{nomor:3}', text: '202611048' },
      { pattern: '{tahun}/{tahun}/{nomor}', text: '2026/2026/48' },
    ])
    .run(({ assert }, { pattern, text }) => {
      const printed = new LetterNumberPattern(pattern).format(parts)
      assert.equal(printed, text)
      assert.notMatch(printed, /[{}[\]]/)
    })

  test('starts again at 001 in January and never cuts a number wider than its places', ({ assert }) => {
    const pattern = new LetterNumberPattern('{kode}/{nomor:3}/{tahun}')
    assert.equal(pattern.format({ number: 1, date: '2027-01-04', code: '470' }), '470/001/2027')
    assert.equal(pattern.format({ number: 12345, date: '2027-01-04', code: '470' }), '470/12345/2027')
  })

  test('refuses the pattern {pattern}: {reason}')
    .with([
      { pattern: '', reason: 'pola kosong' },
      { pattern: '{NOMOR}/{tahun}', reason: '{NOMOR} tidak dikenal' },
      { pattern: '{ nomor }/{tahun}', reason: '{ nomor } tidak dikenal' },
      { pattern: '｛nomor｝/{nomor}/{tahun}', reason: 'hanya huruf, angka' },
      { pattern: '{nomor:1O}/{tahun}', reason: '{nomor:1O} tidak dikenal' },
      { pattern: '{{nomor}}/{tahun}', reason: 'kurung kurawal tanpa pasangan' },
      { pattern: '{nomor}/\u202e{tahun}', reason: 'hanya huruf, angka' },
      { pattern: '   ', reason: 'pola kosong' },
      { pattern: '{nomer}/{tahun}', reason: '{nomer} tidak dikenal' },
      { pattern: '{toString}/{nomor}/{tahun}', reason: '{toString} tidak dikenal' },
      { pattern: '{}/{nomor}/{tahun}', reason: '{} tidak dikenal' },
      { pattern: '{nomor:0}/{tahun}', reason: '{nomor:0} tidak dikenal' },
      { pattern: '{nomor:12}/{tahun}', reason: '{nomor:12} tidak dikenal' },
      { pattern: '{nomor}/{tahun:2}', reason: 'lebar hanya berlaku untuk {nomor}' },
      { pattern: '{kode}/{nomor}', reason: '{tahun} harus ada' },
      { pattern: '{kode}/{tahun}', reason: '{nomor} harus ada' },
      { pattern: '470/{nomor/{tahun}', reason: 'kurung kurawal tanpa pasangan' },
      { pattern: '470/nomor}/{nomor}/{tahun}', reason: 'kurung kurawal tanpa pasangan' },
      { pattern: '[kode]/{nomor}/{tahun}', reason: 'hanya huruf, angka' },
      { pattern: '{nomor}\n{tahun}', reason: 'hanya huruf, angka' },
      { pattern: `{nomor}/{tahun}/${'x'.repeat(80)}`, reason: 'lebih panjang dari 80' },
    ])
    .run(({ assert }, { pattern, reason }) => {
      try {
        new LetterNumberPattern(pattern)
        assert.fail('the pattern was accepted')
      } catch (error) {
        assert.instanceOf(error, DocumentRefused)
        assert.include((error as DocumentRefused).message, reason)
        assert.equal((error as DocumentRefused).code, 'E_LETTER_NUMBER_PATTERN')
      }
    })

  test('names the file of letter {number} {file}')
    .with([
      { number: '470/048/2026', file: '470-048-2026.pdf' },
      { number: '470 / 048 / XI / 2026', file: '470-048-XI-2026.pdf' },
      { number: '../../etc/passwd', file: 'etc-passwd.pdf' },
      { number: '470\\048:2026*?', file: '470-048-2026.pdf' },
      { number: 'Fée/7/2026', file: 'Fee-7-2026.pdf' },
      { number: '///', file: 'surat.pdf' },
      { number: '４７０／０４８／２０２６', file: '470-048-2026.pdf' },
      { number: '470/048/2026\r\nX: y', file: '470-048-2026-X-y.pdf' },
      { number: '...470...', file: '470.pdf' },
    ])
    .run(({ assert }, { number, file }) => {
      assert.equal(letterFileName(number), file)
    })
})
