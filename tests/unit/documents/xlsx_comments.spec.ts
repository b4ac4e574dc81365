import { test } from '@japa/runner'
import { WithoutComments } from '#services/documents/xlsx/xml'

const TEXT = '<a>satu</a><!-- <a>dua</a> -- > <!--><b x="<"/><!----><c>tiga</c>'
const KEPT = '<a>satu</a><b x="<"/><c>tiga</c>'

test.group('Comments of XML', () => {
  test('are left out, cut anywhere and in any number of pieces', ({ assert }) => {
    for (let size = 1; size <= TEXT.length; size++) {
      const comments = new WithoutComments()
      let kept = ''
      for (let at = 0; at < TEXT.length; at += size) kept += comments.take(TEXT.slice(at, at + size))
      assert.equal(kept, KEPT, `pieces of ${size}`)
    }
  })
})
