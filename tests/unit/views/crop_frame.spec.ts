import { test } from '@japa/runner'
import { CropFrame } from '../../../resources/js/components/crop_frame.js'

test.group('The crop frame', () => {
  test('begins as the largest frame of its ratio in the middle, and tells shares of the picture', ({ assert }) => {
    assert.equal(new CropFrame(400, 300, 0.75).text(), '0.21875,0.00000,0.56250,1.00000')
    assert.equal(new CropFrame(400, 300, 0).text(), '0.00000,0.00000,1.00000,1.00000')
  })

  test('never leaves the picture, however far it is moved or made larger', ({ assert }) => {
    const frame = new CropFrame(400, 300, 0.75)
    frame.resize(0.5)
    frame.moveBy(-9999, 9999)
    assert.equal(frame.text(), '0.00000,0.50000,0.28125,0.50000')
    frame.resize(5)
    assert.deepEqual([frame.share, frame.y], [1, 0])
    assert.equal(frame.text(), '0.00000,0.00000,0.56250,1.00000')
    frame.resize(0)
    assert.equal(frame.share, 0.1)
  })
})
