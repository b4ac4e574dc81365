import { test } from '@japa/runner'
import { contentDisposition, displayName, downloadName } from '#siks/safe_name'

test.group('The name a user gave a file (S21)', () => {
  test('is kept as text, without control characters and tricks of direction', ({ assert }) => {
    const names = {
      "Data Nu'man – RT 01 (baru).xlsx": "Data Nu'man – RT 01 (baru).xlsx",
      '../../../public/uji.txt': '../../../public/uji.txt',
      'uji\u0000.csv': 'uji.csv',
      'a\r\nSet-Cookie: x\t.siks': 'aSet-Cookie: x.siks',
      'foto\u202egpj.exe': 'fotogpj.exe',
      '   ': 'tanpa nama',
      '\u0007': 'tanpa nama',
      'x\ud800.siks': 'x_.siks',
      'd\ufffdsa.siks': 'd_sa.siks',
      'a\u061cb.siks': 'ab.siks',
    }
    for (const [name, shown] of Object.entries(names)) assert.equal(displayName(name), shown)
  })

  test('of 300 letters is shortened but keeps its ending', ({ assert }) => {
    const shown = displayName(`${'a'.repeat(300)}.siks`)
    assert.lengthOf(Array.from(shown), 200)
    assert.match(shown, /^a+…a+\.siks$/)
  })

  test('loses its folders on download', ({ assert }) => {
    assert.equal(downloadName('../../../public/uji.txt'), 'uji.txt')
    assert.equal(downloadName('..\\..\\uji.txt'), 'uji.txt')
    assert.equal(downloadName('/etc/uji'), 'uji')
    for (const name of ['..', '/', 'x/..', '']) assert.equal(downloadName(name), 'tanpa nama')
  })

  test('comes back intact through the header, apostrophe and dash included', ({ assert }) => {
    const name = "Data Nu'man – RT 01 (baru).xlsx"
    const header = contentDisposition(name)
    assert.equal(
      header,
      'attachment; filename="Data Nu\'man _ RT 01 (baru).xlsx"; ' +
        "filename*=UTF-8''Data%20Nu%27man%20%E2%80%93%20RT%2001%20%28baru%29.xlsx",
    )
    assert.equal(decodeURIComponent(header.split("UTF-8''")[1]), name)
  })

  test('names no folder in its plain fallback either, whatever a sign is taken apart into', ({ assert }) => {
    const fallbacks = {
      '．．／．．／uji.siks': '.._.._uji.siks',
      '‥／uji.siks': '.._uji.siks',
      'data ℀ desa.siks': 'data a_c desa.siks',
      '..＼uji.siks': '.._uji.siks',
      'uji＂; x=＂.siks': 'uji_; x=_.siks',
      '％2e％2e％2fuji.siks': '_2e_2e_2fuji.siks',
      'a\u2028b.siks': 'a_b.siks',
    }
    for (const [name, fallback] of Object.entries(fallbacks)) {
      const [, plain, encoded] = /^attachment; filename="([^"]*)"; filename\*=UTF-8''(.*)$/.exec(contentDisposition(name))!
      assert.equal(plain, fallback, name)
      assert.equal(decodeURIComponent(encoded!), name)
    }
  })

  test('never breaks out of the header', ({ assert }) => {
    const header = contentDisposition('a"; filename="b\r\nX: y\\%41é.siks')
    assert.match(header, /^attachment; filename="[^"\\%\r\n]*"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/)
  })
})
