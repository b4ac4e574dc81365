import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import i18nManager from '@adonisjs/i18n/services/main'
import edge from 'edge.js'
import { test } from '@japa/runner'
import { KNOWN_STATUSES, lookOf } from '#services/view_helpers'

const HOSTILE = '"><script>alert(1)</script>'

/** Draws a piece of template as a page of a visitor would be drawn. */
function draw(template: string, data: Record<string, unknown> = {}, flash: Record<string, unknown> = {}): Promise<string> {
  const words = i18nManager.locale('id')
  const flashMessages = {
    get: (key: string, fallback?: unknown) => flash[key] ?? fallback,
    has: (key: string) => key in flash,
    all: () => flash,
  }
  return edge
    .createRenderer()
    .share({ t: words.t.bind(words), i18n: words, flashMessages, csrfField: () => '' })
    .renderRaw(template, data)
}

function templates(): { file: string; text: string }[] {
  return globSync(['resources/views/**/*.edge', 'plugins/*/views/**/*.edge'], { cwd: app.makePath() }).map((file) => ({
    file,
    text: readFileSync(join(app.makePath(), file), 'utf8'),
  }))
}

test.group('Icons and states', () => {
  test('every tag of a template begins its line, or people read it as text', ({ assert }) => {
    const said = templates().flatMap(({ file, text }) =>
      [...text.matchAll(/^[ ]*[^@\s].*@!?[a-z]+(?:\.[a-z]+)*\(/gm)].map(([line]) => `${file}: ${line.trim().slice(0, 60)}`),
    )
    assert.deepEqual(said, [])
  })

  test('every icon that a template or a state names is in the sheet', ({ assert }) => {
    const sheet = readFileSync(app.makePath('resources/images/icons.svg'), 'utf8')
    const drawn = new Set([...sheet.matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id))
    const named = templates().flatMap(({ file, text }) =>
      [...text.matchAll(/svg\('([^']+)'\)|icon: '([^']+)'/g)].map(([, direct, given]) => ({ file, icon: direct ?? given })),
    )
    assert.isAbove(named.length, 20)
    const missing = named.filter(({ icon }) => !drawn.has(icon)).map(({ file, icon }) => `${file}: ${icon}`)
    assert.deepEqual([...missing, ...KNOWN_STATUSES.map((status) => lookOf(status).icon).filter((icon) => !drawn.has(icon))], [])
  })

  test('every state has a word in both languages', ({ assert }) => {
    for (const locale of ['id', 'en']) {
      const words = i18nManager.locale(locale)
      const wordless = KNOWN_STATUSES.filter((status) => !words.hasMessage(`component.status.${status}`))
      assert.deepEqual(wordless, [], locale)
    }
  })

  test('a state is told by word, icon and colour', async ({ assert }) => {
    const html = await draw(`@!badge({ status: 'conflict' })`)
    assert.match(html, /state-warn/)
    assert.match(html, /#git-merge/)
    assert.include(html, 'Bentrok')
  })
})

test.group('Components', () => {
  test('no name that every template knows is one that a component may be left without', ({ assert }) => {
    const known = new Set(Object.keys(edge.globals))
    const given = templates().flatMap(({ file, text }) =>
      [...text.matchAll(/^\s*@!?[a-z_]+(?:\.[a-z_]+)*\(\{.*$/gm)].flatMap(([line]) =>
        [...line.matchAll(/[{,]\s*([a-zA-Z_]+):/g)].map(([, name]) => ({ file, name: name! })),
      ),
    )
    assert.isAbove(given.length, 1_000)
    assert.deepEqual(
      given.filter(({ name }) => known.has(name)),
      [],
    )
  })

  test('a notice that answers nothing takes no focus', async ({ assert }) => {
    assert.notMatch(await draw(`@!alert({ text: 'Uji' })`), /data-told|tabindex/)
    assert.match(await draw(`@!alert({ text: 'Uji', told: 'done' })`), /data-told="done" tabindex="-1"/)
  })

  test('no template carries a style attribute, an inline script or an unescaped value of its own', ({ assert }) => {
    const bad = templates().flatMap(({ file, text }) => {
      const unescaped = [...text.matchAll(/\{\{\{(.*?)\}\}\}/gs)].filter(([, inner]) => !/\$slots\.|^ body $/.test(inner ?? ''))
      const inline = /\sstyle="|<script(?![^>]*src)|\son[a-z]+="/.test(text.replaceAll(/x-on:[a-z.]+="/g, ''))
      return unescaped.length || inline || /html\.attrs|toAttrs/.test(text) ? [file] : []
    })
    assert.deepEqual(bad, [])
  })

  test('a field binds label, hint and error to its input and keeps what was typed', async ({ assert }) => {
    const html = await draw(
      `@!field.text({ name: 'nama', label: 'Nama', hint: 'Sesuai KTP', value: 'lama' })`,
      {},
      { nama: HOSTILE, inputErrorsBag: { nama: ['Nama terlalu panjang.'] } },
    )
    assert.match(html, /<label class="form-label" for="f-nama">/)
    assert.match(html, /aria-describedby="f-nama-hint f-nama-error"/)
    assert.match(html, /aria-invalid="true"/)
    assert.include(html, 'Nama terlalu panjang.')
    assert.notInclude(html, '<script>')
    assert.notInclude(html, 'value=""')
    assert.include(html, '&quot;&gt;')
  })

  test('a date field shows a calendar date in the Indonesian order and anything else as typed', async ({ assert }) => {
    assert.include(await draw(`@!field.date({ name: 'lahir', label: 'Lahir', value: '1962-12-25' })`), 'value="25-12-1962"')
    assert.include(await draw(`@!field.date({ name: 'lahir', label: 'Lahir' })`, {}, { lahir: '31-2-1990' }), 'value="31-2-1990"')
  })

  test('a secret is masked in the source and opens only for who may', async ({ assert }) => {
    const call = `@!secret({ kind: 'nik', value: '3371014512629901', objectType: 'x', objectId: '1', field: 'nik', can })`
    const html = await draw(call, { can: () => true })
    assert.notInclude(html, '3371014512629901')
    assert.include(html, '3371**********01')
    assert.include(html, 'Lihat')
    assert.notInclude(await draw(call, { can: () => false }), 'Lihat')
  })

  test('an empty list says why it is empty', async ({ assert }) => {
    const kinds = ['nothing', 'nomatch', 'outside'] as const
    const pages = await Promise.all(kinds.map((kind) => draw('@empty({ kind })\n<a href="/x">x</a>\n@end', { kind })))
    assert.lengthOf(new Set(pages), 3)
    assert.include(pages[1], 'Tidak ada yang cocok')
  })

  test('a chart has the same figures in a table beside it', async ({ assert }) => {
    const html = await draw(
      `@!chart({ title: 'Kemajuan', head: 'Desa', labels: ['A<b>'], series: [{ label: 'Masuk', values: [1250] }] })`,
    )
    assert.include(html, '<td class="is-number">1.250</td>')
    assert.notInclude(html, '<b>')
  })

  test('a count leads to its list, and nowhere where there is nothing', async ({ assert }) => {
    const counted = (count: number) => draw(`@!counted({ count: ${count}, href: '/daftar', text: '${count} baris' })`)
    assert.match(await counted(2), /<a class="counted" href="\/daftar">2 baris<\/a>/)
    assert.notInclude(await counted(0), 'href')
    assert.include(await counted(0), '0 baris')
  })

  test('a question before an act asks for the word and says the numbers on the button', async ({ assert }) => {
    const html = await draw(
      `@!dialog.confirm({ id: 'f', action: '/x', title: 'Finalisasi?', button: 'Finalisasi 1.204 data', tone: 'danger', word: 'FINAL' })`,
    )
    assert.match(html, /data-word="FINAL"/)
    assert.include(html, 'Ketik FINAL untuk melanjutkan')
    assert.include(html, 'Finalisasi 1.204 data')
  })

  test('what throws something away asks first, or at least for a reason', ({ assert }) => {
    // A check of a file that was called off is begun again beside it.
    const thrown = /action="[^"]*(?:batal|buang|hapus|tarik|tolak|abaikan|cabut|kosongkan)\b/
    const bare = templates().flatMap(({ file, text }) =>
      [...text.replace(/<noscript>.*?<\/noscript>/gs, '').matchAll(/<form .*?<\/form>/gs)]
        .filter(([form]) => thrown.test(form.split('>', 1)[0] ?? '') && !/field\.textarea|file\.href/.test(form))
        .map(([form]) => `${file}: ${form.split('\n', 1)[0]}`),
    )
    assert.deepEqual(bare, [])
  })

  test('a question that was refused is put again with its reason, and of several only that one', async ({ assert }) => {
    const flash = { act: 'lepas-B', error: 'Tulis alasannya', reason: 'x' }
    const rows = await draw(
      `@each(row in ['A', 'B'])
        @dialog.confirm({ id: 'lepas-' + row, action: '/x', title: 'Lepas ' + row, button: 'Lepas' })
          @!field.textarea({ name: 'reason', act: 'lepas-' + row, id: 'alasan-' + row, label: 'Alasan' })
        @end
      @end
      @!flash()`,
      {},
      flash,
    )
    const [first, second, told] = rows.split('</dialog>')
    assert.notInclude(first!, 'data-refused')
    assert.notInclude(first!, 'Tulis alasannya')
    assert.match(first!, /name="reason"[^>]*>\s*<\/textarea>/)
    assert.include(second!, 'data-refused')
    assert.include(second!, 'name="act" value="lepas-B"')
    assert.include(second!, 'Tulis alasannya')
    assert.match(second!, /name="reason"[^>]*>\s*x<\/textarea>/)
    assert.notInclude(told!, 'Yang Anda tulis tidak disimpan')
    const alone = await draw('@!flash()', {}, { error: 'Sudah dijawab', answer: 'Banjir <b>' })
    assert.include(alone, 'Yang Anda tulis tidak disimpan')
    assert.include(alone, 'Banjir &lt;b&gt;')
  })
})
