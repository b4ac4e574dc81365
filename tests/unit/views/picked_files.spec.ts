import { test } from '@japa/runner'
import { picked } from '../../../resources/js/components/picked_files.js'

const file = (webkitRelativePath: string, name = webkitRelativePath.split('/').at(-1)!) => ({ name, webkitRelativePath })

test.group('Files of a picker', () => {
  test('of a picked folder leave out what operating systems put there', ({ assert }) => {
    const chosen = [
      'stik/a.siks',
      'stik/._a.siks',
      'stik/.DS_Store',
      'stik/__MACOSX/b.siks',
      'stik/Thumbs.db',
      'stik/dalam/c.siks',
    ]
    assert.deepEqual(
      picked(chosen.map((path) => file(path))).map(({ name }) => name),
      ['a.siks', 'c.siks'],
    )
  })

  test('that were picked one by one stay, whatever their names', ({ assert }) => {
    assert.lengthOf(picked([file('', '.siks'), file('', 'desktop.ini')]), 2)
  })
})
