import { test } from '@japa/runner'
import { countedPage } from '#services/counted_page'
import { firstTable, markEmpty } from '#services/view_helpers'

test.group('A page of a list that is counted', () => {
  const all = Array.from({ length: 60 }, (_, i) => i)

  test('{asked} begins at {first}')
    .with([
      { asked: {}, first: 0, page: 1, next: '25', previous: null },
      { asked: { sesudah: '25' }, first: 25, page: 2, next: '50', previous: '25' },
      { asked: { sesudah: '50' }, first: 50, page: 3, next: null, previous: '50' },
      { asked: { sebelum: '25' }, first: 0, page: 1, next: '25', previous: null },
      { asked: { baris: '50' }, first: 0, page: 1, next: '50', previous: null },
      { asked: { sesudah: '60' }, first: 0, page: 1, next: '25', previous: null },
      { asked: { sesudah: '-1', baris: '7' }, first: 0, page: 1, next: '25', previous: null },
    ])
    .run(({ assert }, { asked, first, page, next, previous }) => {
      const found = countedPage(all, asked)
      assert.deepEqual([found.rows[0], found.page, found.next, found.previous, found.total], [first, page, next, previous, 60])
    })

  test('the pages behind each other hold every row once', ({ assert }) => {
    const seen: number[] = []
    for (let after: string | null = '0'; after !== null;) {
      const { rows, next }: { rows: number[]; next: string | null } = countedPage(all, { sesudah: after })
      seen.push(...rows)
      after = next
    }
    assert.deepEqual(seen, all)
  })
})

test.group('Marks on a rendered table', () => {
  test('a cell of a dash alone is marked, one that says more is not', ({ assert }) => {
    const marked = markEmpty('<td data-label="A" class="is-number">\n –\n</td><td>– lama</td><td data-label="B">0</td>')
    assert.equal(marked, '<td data-label="A" class="is-number" data-empty>\n –\n</td><td>– lama</td><td data-label="B">0</td>')
  })

  test('only the first table of a page is the one that the link leads to', ({ assert }) => {
    const box = '<div class="table-box" tabindex="0"></div>'
    assert.equal(firstTable(`<p></p>${box}${box}`), `<p></p><div class="table-box" id="tabel" tabindex="0"></div>${box}`)
    assert.isNull(firstTable('<p>table-box</p>'))
  })
})
