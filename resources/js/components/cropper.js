import { CropFrame } from './crop_frame.ts'

/** One press of an arrow key moves the frame by this share of the picture; with Shift ten times as far. */
const STEP = 0.01
const SHOWN = 320
const PREVIEW = 160

/**
 * Chooses the part of a picture that is kept: with the mouse, a finger, or arrow keys and plus and minus. Only the frame is sent beside the
 * file; the server cuts and encodes it anew. A ratio of the frame stands in `data-ratio`.
 */
export function cropper() {
  return {
    chosen: false,
    told: '',
    position: '',
    init() {
      this.$root.querySelector('input[type=file]').addEventListener('change', (event) => this.take(event.target.files[0]))
    },
    destroy() {
      if (this.url) URL.revokeObjectURL(this.url)
    },
    async take(file) {
      this.destroy()
      this.url = undefined
      this.chosen = false
      this.told = ''
      this.$refs.crop.value = ''
      if (!file) return
      const url = URL.createObjectURL(file)
      this.url = url
      const picture = new Image()
      picture.src = url
      const readable = await picture.decode().then(
        () => true,
        () => false,
      )
      // Another file was chosen meanwhile: this one counts no more.
      if (this.url !== url) return
      if (!readable) {
        this.told = this.$root.dataset.unreadable
        return
      }
      this.image = picture
      this.frame = new CropFrame(picture.naturalWidth, picture.naturalHeight, Number(this.$root.dataset.ratio || 0))
      this.open()
    },
    open() {
      const { width, height } = this.frame.picture
      this.scale = SHOWN / Math.max(width, height)
      this.$refs.canvas.width = Math.round(width * this.scale)
      this.$refs.canvas.height = Math.round(height * this.scale)
      this.$refs.size.value = String(Math.round(this.frame.share * 100))
      this.draw()
      this.$refs.dialog.showModal()
      this.$refs.canvas.focus()
    },
    draw() {
      const { canvas } = this.$refs
      const { frame, scale } = this
      const pen = canvas.getContext('2d')
      pen.clearRect(0, 0, canvas.width, canvas.height)
      pen.drawImage(this.image, 0, 0, canvas.width, canvas.height)
      pen.fillStyle = 'rgb(0 0 0 / 55%)'
      const [x, y, width, height] = [frame.x, frame.y, frame.width, frame.height].map((side) => side * scale)
      pen.beginPath()
      pen.rect(0, 0, canvas.width, canvas.height)
      pen.rect(x, y, width, height)
      pen.fill('evenodd')
      pen.strokeStyle = '#ffffff'
      pen.lineWidth = 2
      pen.strokeRect(x + 1, y + 1, Math.max(0, width - 2), Math.max(0, height - 2))
      this.position = `${Math.round(frame.x)}, ${Math.round(frame.y)} · ${Math.round(frame.width)} × ${Math.round(frame.height)}`
    },
    key(event) {
      const far = event.shiftKey ? 10 : 1
      const step = STEP * far * Math.max(this.frame.picture.width, this.frame.picture.height)
      const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }
      const sizes = { '+': 0.05, '=': 0.05, '-': -0.05 }
      if (moves[event.key]) this.frame.moveBy(...moves[event.key])
      else if (sizes[event.key]) this.frame.resize(this.frame.share + sizes[event.key])
      else if (event.key === 'Enter') this.use()
      else return
      event.preventDefault()
      this.$refs.size.value = String(Math.round(this.frame.share * 100))
      this.draw()
    },
    resize() {
      this.frame.resize(Number(this.$refs.size.value) / 100)
      this.draw()
    },
    grab(event) {
      this.$refs.canvas.setPointerCapture(event.pointerId)
      this.held = this.at(event)
    },
    drag(event) {
      if (!this.held) return
      const now = this.at(event)
      this.frame.moveBy(now.x - this.held.x, now.y - this.held.y)
      this.held = now
      this.draw()
    },
    drop() {
      this.held = undefined
    },
    /** Where the pointer is, in pixels of the picture. */
    at(event) {
      const box = this.$refs.canvas.getBoundingClientRect()
      const share = this.frame.picture.width / box.width
      return { x: (event.clientX - box.left) * share, y: (event.clientY - box.top) * share }
    },
    use() {
      this.$refs.crop.value = this.frame.text()
      this.finish()
    },
    whole() {
      this.$refs.crop.value = ''
      this.finish(this.frame.picture)
    },
    /** Closed with Escape: what was chosen before stays. */
    keep() {
      if (!this.chosen) this.whole()
    },
    finish({ x = 0, y = 0, width, height } = this.frame) {
      const canvas = document.createElement('canvas')
      const scale = Math.min(1, PREVIEW / Math.max(width, height))
      canvas.width = Math.max(1, Math.round(width * scale))
      canvas.height = Math.max(1, Math.round(height * scale))
      canvas.getContext('2d').drawImage(this.image, x, y, width, height, 0, 0, canvas.width, canvas.height)
      const url = canvas.toDataURL('image/png')
      this.$refs.result.src = url
      this.chosen = true
      this.$refs.dialog.close()
      this.$dispatch('cropped', { use: this.$root.dataset.use, url })
    },
  }
}
