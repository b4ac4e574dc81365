import { Decrypter, Encrypter } from 'age-encryption'

/** Opens what was encrypted to the recipient of this age identity, `AGE-SECRET-KEY-1…`. */
export function decrypterFor(identity: string): Decrypter {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter
}

/** Encrypts to one age recipient, `age1…`. */
export function encrypterFor(recipient: string): Encrypter {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter
}
