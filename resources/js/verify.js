import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { holdsUnder, readProof } from '../../app/verification/seal_proof.ts'

const WHOLE = 64 * 1024 * 1024
/** The proof of one record is far smaller, whatever the record. */
const LARGEST_PROOF = 4 * 1024 * 1024

/**
 * SHA-256 of a file, in this browser alone. The browser's own digest takes a whole file at once and exists only on secure pages; a
 * larger file, or a page without it, is read piece by piece.
 */
async function digest(file) {
  if (window.crypto?.subtle && file.size <= WHOLE) {
    return bytesToHex(new Uint8Array(await window.crypto.subtle.digest('SHA-256', await file.arrayBuffer())))
  }
  const hash = sha256.create()
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return bytesToHex(hash.digest())
    hash.update(value)
  }
}

async function proofIn(file) {
  return file.size <= LARGEST_PROOF ? readProof(await file.text()) : null
}

/**
 * Files dropped on the page of a letter are hashed here, compared with what was published and named; the proof of a record is followed
 * up to the letter's seal. Nothing is sent.
 */
function verifier() {
  let serial = 0
  return {
    answers: [],
    look: '',
    init() {
      const { hashes, kinds } = this.$root.dataset
      this.known = new Map(JSON.parse(hashes).map(([hash, kind, name]) => [hash, { kind, name }]))
      this.kinds = JSON.parse(kinds)
    },
    over() {
      this.look = 'is-over'
    },
    away() {
      this.look = ''
    },
    drop(event) {
      this.look = ''
      return this.check([...event.dataTransfer.files])
    },
    pick() {
      return this.check([...this.$refs.input.files])
    },
    async check(files) {
      for (const file of files) {
        const id = (serial += 1)
        const { reading, failed } = this.$root.dataset
        this.answers = [{ id, name: file.name, text: reading, sha256: '', look: '' }, ...this.answers]
        let answer
        try {
          const proof = await proofIn(file)
          answer = proof ? this.follow(proof) : this.judge(await digest(file))
        } catch {
          answer = { text: failed, sha256: '', look: 'is-bad' }
        }
        this.answers = this.answers.map((entry) => (entry.id === id ? { ...entry, ...answer } : entry))
      }
    },
    judge(hash) {
      const { known, unknown } = this.$root.dataset
      const found = this.known.get(hash)
      if (!found) return { text: unknown, sha256: hash, look: 'is-bad' }
      return this.recognised(known.replace('#kind#', this.kinds[found.kind]).replace('#name#', found.name), hash)
    },
    follow(proof) {
      const { root, sealed, unsealed } = this.$root.dataset
      if (!holdsUnder(proof, root)) return { text: unsealed, sha256: '', look: 'is-bad' }
      return this.recognised(sealed.replace('#village#', proof.village), root)
    },
    recognised(text, hash) {
      const { void: ofVoid } = this.$root.dataset
      return { text: ofVoid ? `${text} ${ofVoid}` : text, sha256: hash, look: ofVoid ? 'is-bad' : 'is-good' }
    },
  }
}

window.Alpine.data('verifier', verifier)
